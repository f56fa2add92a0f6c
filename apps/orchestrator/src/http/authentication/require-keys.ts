import type { Engines, KeyHolder } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Configuration } from "../../config.ts";
import { limitArrival } from "../arrival-limit.ts";
import { doorAt } from "../compat/doors.ts";
import { operations } from "../openapi/operations.ts";
import { routePath } from "../openapi/route-path.ts";
import { HttpProblem } from "../problem.ts";
import type { ProjectKeeping } from "../project-of.ts";
import { ownKeyHolder } from "./own-key.ts";
import { type KeyForm, ownKeyForms, presentedKey } from "./presented-key.ts";
import { limitRequests } from "./request-limit.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; absent at endpoints that are open to all. */
    keyHolder?: KeyHolder;
  }
}

/** What each endpoint takes a key for, by method and path as routes are named. */
const neededScopes = new Map(operations.map(({ method, path, scope }) => [`${method.toUpperCase()} ${routePath(path)}`, scope]));

/** What a refused request is asked for, by how its endpoint takes keys. */
const challenges: Readonly<Record<KeyForm, string>> = {
  bearer: 'Bearer realm="todoke"',
  app: 'App realm="todoke"',
  basic: 'Basic realm="todoke"',
};

/**
 * Lets a request in by the key that it presents, where its endpoint is not open to all. Before anything of its body is
 * read. From here on it can work on the project of its key, and on no other.
 */
export function requireKeys(
  server: FastifyInstance,
  engines: Pick<Engines, "authenticate">,
  { projectOf }: ProjectKeeping,
  { apiKey, requestLimit }: Pick<Configuration, "apiKey" | "requestLimit">,
): void {
  const ownHolder = ownKeyHolder(apiKey);
  const countRequest = requestLimit === undefined ? undefined : limitRequests(requestLimit);
  server.decorateRequest("keyHolder", undefined);
  server.decorateRequest("askedProject", undefined);
  server.addHook("onRequest", async (request, reply) => {
    if (request.is404) return;
    const scope = neededScope(request);
    if (scope === "none") return;
    const keyForms = doorAt(request.url)?.keyForms ?? ownKeyForms;
    const challenge = challenges[keyForms[0]!];
    const key = presentedKey(request, keyForms);
    const holder = key === undefined ? undefined : (ownHolder(key) ?? (await engines.authenticate(key)));
    if (holder?.scopes.has(scope) === true) request.keyHolder = holder;
    // An upload has all the time in the world, but only from those whom we know.
    else limitArrival(request, { evenUploads: true });
    if (key === undefined) throw new HttpProblem("api-key-missing", "Send a key: `Authorization: Bearer tdk_…`.", [], { "www-authenticate": challenge });
    if (holder === undefined) throw new HttpProblem("api-key-refused", "The key is unknown, revoked or expired.", [], { "www-authenticate": `${challenge}, error="invalid_token"` });
    await countRequest?.(holder.keyId ?? "own", reply);
    if (!holder.scopes.has(scope)) throw scopeMissing([scope]);
    const project = await projectOf(holder.projectId);
    if (project === undefined) throw new Error(`a key is of project ${holder.projectId}, which is not there`);
    request.askedProject = project;
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
