import type { FastifyInstance } from "fastify";
import { withSecret } from "../authentication/issuing-keys.ts";
import {
  NewWebhookEndpointDto,
  WebhookAttemptListQueryDto,
  WebhookEndpointChangesDto,
  WebhookEndpointListQueryDto,
  WebhookReplayDto,
  WebhookSecretRotationDto,
} from "../dto/webhooks-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found, webhookEndpointId } from "./ids.ts";

const newEndpoint = bodyGate(NewWebhookEndpointDto);
const changes = bodyGate(WebhookEndpointChangesDto);
const rotation = bodyGate(WebhookSecretRotationDto);
const replay = bodyGate(WebhookReplayDto);
const listQuery = queryGate(WebhookEndpointListQueryDto);
const attemptsQuery = queryGate(WebhookAttemptListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Where reports are posted to. */
export function webhookRoutes(server: FastifyInstance): void {
  server.post("/v1/webhook-endpoints", async (request, reply) => {
    const endpoint = await engineOf(request).webhooks.create(newEndpoint(request.body));
    return withSecret(reply).code(201).header("location", `/v1/webhook-endpoints/${endpoint.id}`).send(endpoint);
  });

  server.get("/v1/webhook-endpoints", (request) => engineOf(request).webhooks.list(listQuery(request.query)));

  server.get<ById>("/v1/webhook-endpoints/:id", async (request) => found(await engineOf(request).webhooks.get(webhookEndpointId(request.params.id)), kind));

  server.patch<ById>("/v1/webhook-endpoints/:id", async (request) => found(await engineOf(request).webhooks.change(webhookEndpointId(request.params.id), changes(request.body)), kind));

  server.delete<ById>("/v1/webhook-endpoints/:id", async (request, reply) => {
    done(await engineOf(request).webhooks.remove(webhookEndpointId(request.params.id)), kind);
    return reply.code(204).send();
  });

  server.post<ById>("/v1/webhook-endpoints/:id/pause", async (request) => found(await engineOf(request).webhooks.pause(webhookEndpointId(request.params.id)), kind));

  server.post<ById>("/v1/webhook-endpoints/:id/resume", async (request) => found(await engineOf(request).webhooks.resume(webhookEndpointId(request.params.id)), kind));

  server.post<ById>("/v1/webhook-endpoints/:id/test", async (request) => found(await engineOf(request).webhooks.test(webhookEndpointId(request.params.id)), kind));

  server.post<ById>("/v1/webhook-endpoints/:id/rotate-secret", async (request, reply) => {
    const asked = rotation(request.body ?? {});
    return withSecret(reply).send(found(await engineOf(request).webhooks.rotate(webhookEndpointId(request.params.id), asked), kind));
  });

  server.post<ById>("/v1/webhook-endpoints/:id/replay", async (request, reply) => {
    const asked = replay(request.body);
    return reply.code(202).send(found(await engineOf(request).webhooks.replay(webhookEndpointId(request.params.id), asked), kind));
  });

  server.get<ById>("/v1/webhook-endpoints/:id/attempts", async (request) =>
    found(await engineOf(request).webhooks.attempts(webhookEndpointId(request.params.id), attemptsQuery(request.query)), kind));

  server.get("/v1/webhook-secret", async (request) => found(await engineOf(request).webhooks.messageSecret(), "secret"));

  server.post("/v1/webhook-secret/rotate", async (request, reply) => withSecret(reply).send(await engineOf(request).webhooks.rotateMessageSecret(rotation(request.body ?? {}))));
}

const kind = "endpoint";
