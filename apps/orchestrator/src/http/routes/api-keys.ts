import type { FastifyInstance } from "fastify";
import { refuseMore, withSecret } from "../authentication/issuing-keys.ts";
import { ApiKeyListQueryDto, ApiKeyRotationDto, NewApiKeyDto } from "../dto/api-keys-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { apiKeyId, found } from "./ids.ts";

const newKey = bodyGate(NewApiKeyDto);
const rotation = bodyGate(ApiKeyRotationDto);
const listQuery = queryGate(ApiKeyListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Makes, shows, rotates and revokes keys. */
export function apiKeyRoutes(server: FastifyInstance): void {
  server.post("/v1/api-keys", async (request, reply) => {
    const asked = newKey(request.body);
    refuseMore(asked.scopes, request.keyHolder);
    const issued = await engineOf(request).apiKeys.create(asked);
    return withSecret(reply).code(201).header("location", `/v1/api-keys/${issued.id}`).send(issued);
  });

  server.get("/v1/api-keys", (request) => engineOf(request).apiKeys.list(listQuery(request.query)));

  server.get<ById>("/v1/api-keys/:id", async (request) =>
    found(await engineOf(request).apiKeys.get(apiKeyId(request.params.id)), "key"));

  server.post<ById>("/v1/api-keys/:id/rotate", async (request, reply) => {
    const asked = rotation(request.body ?? {});
    const { apiKeys } = engineOf(request);
    const { id, scopes } = found(await apiKeys.get(apiKeyId(request.params.id)), "key");
    refuseMore(scopes, request.keyHolder);
    return withSecret(reply).send(found(await apiKeys.rotate(id, asked), "key"));
  });

  server.post<ById>("/v1/api-keys/:id/revoke", async (request) =>
    found(await engineOf(request).apiKeys.revoke(apiKeyId(request.params.id)), "key"));
}
