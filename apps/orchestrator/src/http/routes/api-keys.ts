import type { ApiKeyScope, Engine, KeyHolder } from "@todoke/engine";
import type { FastifyInstance, FastifyReply } from "fastify";
import { scopeMissing } from "../authentication/require-keys.ts";
import { ApiKeyListQueryDto, ApiKeyRotationDto, NewApiKeyDto } from "../dto/api-keys-dto.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { apiKeyId, found } from "./ids.ts";

const newKey = bodyGate(NewApiKeyDto);
const rotation = bodyGate(ApiKeyRotationDto);
const listQuery = queryGate(ApiKeyListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Makes, shows, rotates and revokes keys. */
export function apiKeyRoutes(server: FastifyInstance, { apiKeys }: Engine): void {
  server.post("/v1/api-keys", async ({ body, keyHolder }, reply) => {
    const request = newKey(body);
    refuseMore(request.scopes, keyHolder);
    const issued = await apiKeys.create(request);
    return withSecret(reply).code(201).header("location", `/v1/api-keys/${issued.id}`).send(issued);
  });

  server.get("/v1/api-keys", (request) => apiKeys.list(listQuery(request.query)));

  server.get<ById>("/v1/api-keys/:id", async ({ params }) => found(await apiKeys.get(apiKeyId(params.id)), "key"));

  server.post<ById>("/v1/api-keys/:id/rotate", async ({ params, body, keyHolder }, reply) => {
    const request = rotation(body ?? {});
    const { id, scopes } = found(await apiKeys.get(apiKeyId(params.id)), "key");
    refuseMore(scopes, keyHolder);
    return withSecret(reply).send(found(await apiKeys.rotate(id, request), "key"));
  });

  server.post<ById>("/v1/api-keys/:id/revoke", async ({ params }) => found(await apiKeys.revoke(apiKeyId(params.id)), "key"));
}

/** Nobody gets hold of a key that may more than their own. */
function refuseMore(scopes: readonly ApiKeyScope[], holder: KeyHolder | undefined): void {
  const lacking = scopes.filter((scope) => holder?.scopes.has(scope) !== true);
  if (lacking.length > 0) throw scopeMissing(lacking);
}

function withSecret(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "no-store");
}
