import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { toMessageRequest, withCallersPointers } from "../message-input.ts";
import { bodyGate } from "../schema/gate.ts";

const messageBody = bodyGate(MessageRequestDto);

/** Explains what a message would do, and sends nothing. */
export function planRoutes(server: FastifyInstance, engine: Engine): void {
  server.post("/v1/plans", (request) => {
    const body = messageBody(request.body);
    return withCallersPointers(body, () => engine.explain(toMessageRequest(body)));
  });
}
