import type { SubmitPart } from "@todoke/engine";
import type { FastifyInstance, FastifyReply } from "fastify";
import { MessageListQueryDto } from "../dto/list-query-dto.ts";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { TestMessageDto } from "../dto/test-message-dto.ts";
import { markReplay, requestKey, sendKeyedAnswer } from "../idempotency-key.ts";
import { readBatch, submitBatch } from "../message-batch.ts";
import { type AcceptedMessage, prefersMinimal, sendMinimal } from "../minimal-answer.ts";
import { toMessageRequest, withCallersPointers, withContent } from "../message-input.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { spanOf } from "../../tracing/trace-requests.ts";
import { found, messageId } from "./ids.ts";

const messageBody = bodyGate(MessageRequestDto);
const testBody = bodyGate(TestMessageDto);
const listQuery = queryGate(MessageListQueryDto);

/** Accepts messages and shows them. */
export function messageRoutes(server: FastifyInstance): void {
  server.post("/v1/messages", async (request, reply) => {
    const body = messageBody(request.body);
    const key = requestKey(request, body);
    if (key === undefined) {
      const message = await withCallersPointers(body, () => engineOf(request).submit(toMessageRequest(body, spanOf(request))));
      accepted(reply, message.id);
      return prefersMinimal(request) ? sendMinimal(reply, message) : reply.send(message);
    }
    const keyed = await withCallersPointers(body, () => engineOf(request).keyed.submit(toMessageRequest(body, spanOf(request)), key));
    const message = JSON.parse(keyed.answer) as AcceptedMessage;
    accepted(reply, message.id);
    return prefersMinimal(request) ? sendMinimal(markReplay(reply, keyed), message) : sendKeyedAnswer(reply, keyed);
  });

  server.post("/v1/messages/batch", async (request, reply) => {
    const messages = readBatch(request.body);
    const key = requestKey(request, messages);
    const submitAll = (submitPart: SubmitPart) => submitBatch(messages, submitPart, request);
    if (key !== undefined) return sendKeyedAnswer(reply, await engineOf(request).keyed.submitSeveral(key, submitAll));
    const { answer } = await submitAll(async (_place, message) => JSON.stringify(await engineOf(request).submit(message)));
    return sendKeyedAnswer(reply, { answer, isReplay: false });
  });

  server.post("/v1/messages/test", async (request, reply) => {
    const body = testBody(request.body);
    const message = await withCallersPointers(body, () => engineOf(request).submitTest({ ...withContent(body), ...spanOf(request) }));
    return accepted(reply, message.id).send(message);
  });

  server.get("/v1/messages", (request) => engineOf(request).messages(listQuery(request.query)));

  server.get<{ Params: { id: string } }>("/v1/messages/:id", async (request) =>
    found(await engineOf(request).message(messageId(request.params.id)), "message"));
}

function accepted(reply: FastifyReply, id: string): FastifyReply {
  return reply.code(202).header("location", `/v1/messages/${id}`);
}
