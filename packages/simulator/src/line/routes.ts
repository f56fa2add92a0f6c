import type { FastifyInstance } from "fastify";
import { botInfo, quotaConsumption, quotaLimit } from "./account.ts";
import { lineHandler } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { multicast } from "./multicast.ts";
import { pnpFlexible, pnpTemplate } from "./notification.ts";
import { profile } from "./profile.ts";
import { push } from "./push.ts";
import { reply } from "./reply.ts";
import { validate } from "./validate.ts";
import { getWebhookEndpoint, setWebhookEndpoint, testWebhookEndpoint } from "./webhook-settings.ts";

export function registerLineRoutes(server: FastifyInstance, line: LineChannel): void {
  server.post("/v2/bot/message/push", lineHandler(line, push));
  server.post("/v2/bot/message/reply", lineHandler(line, reply));
  server.post("/v2/bot/message/multicast", lineHandler(line, multicast));
  server.post("/v2/bot/message/pnp/templated/push", lineHandler(line, pnpTemplate));
  server.post("/bot/pnp/push", lineHandler(line, pnpFlexible));
  server.post("/v2/bot/message/validate/:kind", lineHandler(line, validate));
  server.get("/v2/bot/message/quota", lineHandler(line, quotaLimit));
  server.get("/v2/bot/message/quota/consumption", lineHandler(line, quotaConsumption));
  server.get("/v2/bot/profile/:userId", lineHandler(line, profile));
  server.get("/v2/bot/info", lineHandler(line, botInfo));
  server.get("/v2/bot/channel/webhook/endpoint", lineHandler(line, getWebhookEndpoint));
  server.put("/v2/bot/channel/webhook/endpoint", lineHandler(line, setWebhookEndpoint));
  server.post("/v2/bot/channel/webhook/test", lineHandler(line, testWebhookEndpoint));
}
