import type { Engine, MessageView, SubmitPart } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { MessageListQueryDto } from "../dto/list-query-dto.ts";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { requestKey, sendKeyedAnswer } from "../idempotency-key.ts";
import { readBatch, submitBatch } from "../message-batch.ts";
import { toMessageRequest, withCallersPointers } from "../message-input.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { found, messageId } from "./ids.ts";

const messageBody = bodyGate(MessageRequestDto);
const listQuery = queryGate(MessageListQueryDto);

/** Accepts messages and shows them. */
export function messageRoutes(server: FastifyInstance, engine: Engine): void {
  server.post("/v1/messages", async (request, reply) => {
    const body = messageBody(request.body);
    const key = requestKey(request, body);
    if (key === undefined) {
      const message = await withCallersPointers(body, () => engine.submit(toMessageRequest(body)));
      return reply.code(202).header("location", `/v1/messages/${message.id}`).send(message);
    }
    const keyed = await withCallersPointers(body, () => engine.keyed.submit(toMessageRequest(body), key));
    const { id } = JSON.parse(keyed.answer) as Pick<MessageView, "id">;
    return sendKeyedAnswer(reply.code(202).header("location", `/v1/messages/${id}`), keyed);
  });

  server.post("/v1/messages/batch", async (request, reply) => {
    const messages = readBatch(request.body);
    const key = requestKey(request, messages);
    const submitAll = (submitPart: SubmitPart) => submitBatch(messages, submitPart, request.log);
    if (key !== undefined) return sendKeyedAnswer(reply, await engine.keyed.submitSeveral(key, submitAll));
    const { answer } = await submitAll(async (_place, message) => JSON.stringify(await engine.submit(message)));
    return sendKeyedAnswer(reply, { answer, isReplay: false });
  });

  server.get("/v1/messages", (request) => engine.messages(listQuery(request.query)));

  server.get<{ Params: { id: string } }>("/v1/messages/:id", async (request) =>
    found(await engine.message(messageId(request.params.id)), "message"));
}
