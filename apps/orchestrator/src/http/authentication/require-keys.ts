import type { Engine, KeyHolder } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { limitArrival } from "../arrival-limit.ts";
import { operations } from "../openapi/operations.ts";
import { HttpProblem } from "../problem.ts";
import { ownKeyHolder } from "./own-key.ts";
import { presentedKey } from "./presented-key.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; absent at endpoints that are open to all. */
    keyHolder?: KeyHolder;
  }
}

/** What each endpoint takes a key for, by method and path as routes are named. */
const neededScopes = new Map(operations.map(({ method, path, scope }) => [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`, scope]));

const challenge = { "www-authenticate": 'Bearer realm="todoke"' };
const refusal = { "www-authenticate": 'Bearer realm="todoke", error="invalid_token"' };

/**
 * Lets a request in by the key that it presents, where its endpoint is not open to all. Before anything of its body is
 * read. `ownKey` is the operator's own.
 */
export function requireKeys(server: FastifyInstance, engine: Pick<Engine, "authenticate">, ownKey: string | undefined): void {
  const ownHolder = ownKeyHolder(ownKey);
  server.decorateRequest("keyHolder", undefined);
  server.addHook("onRequest", async (request) => {
    if (request.is404) return;
    const scope = neededScope(request);
    if (scope === "none") return;
    const key = presentedKey(request);
    const holder = key === undefined ? undefined : (ownHolder(key) ?? (await engine.authenticate(key)));
    if (holder?.scopes.has(scope) === true) request.keyHolder = holder;
    // An upload has all the time in the world, but only from those whom we know.
    else limitArrival(request, { evenUploads: true });
    if (key === undefined) throw new HttpProblem("api-key-missing", "Send a key: `Authorization: Bearer tdk_…`.", [], challenge);
    if (holder === undefined) throw new HttpProblem("api-key-refused", "The key is unknown, revoked or expired.", [], refusal);
    if (!holder.scopes.has(scope)) throw scopeMissing([scope]);
  });
}

/** The refusal of a key that may not do this. */
export function scopeMissing(scopes: readonly string[]): HttpProblem {
  return new HttpProblem("scope-missing", `The key lacks ${scopes.join(", ")}.`, [], {
    "www-authenticate": `Bearer realm="todoke", error="insufficient_scope", scope="${scopes.join(" ")}"`,
  });
}

/** Throws where the contract does not describe the endpoint: nobody may come in by one that was forgotten. */
function neededScope({ method, routeOptions: { url } }: FastifyRequest) {
  const scope = neededScopes.get(`${method === "HEAD" ? "GET" : method} ${url}`);
  if (scope === undefined) throw new Error(`the contract does not describe ${method} ${url}`);
  return scope;
}
