import type { FastifyInstance } from "fastify";
import { lineHandler } from "./line-call.ts";
import type { LineState } from "./line-state.ts";
import { pnpFlexible, pnpTemplate } from "./notification.ts";
import { profile } from "./profile.ts";
import { push } from "./push.ts";

export function registerLineRoutes(server: FastifyInstance, line: LineState): void {
  server.post("/v2/bot/message/push", lineHandler(line, push));
  server.post("/v2/bot/message/pnp/templated/push", lineHandler(line, pnpTemplate));
  server.post("/bot/pnp/push", lineHandler(line, pnpFlexible));
  server.get("/v2/bot/profile/:userId", lineHandler(line, profile));
}
