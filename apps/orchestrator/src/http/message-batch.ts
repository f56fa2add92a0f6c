import { IdempotencyKeyInUseError, IdempotencyKeyReusedError, type SubmitPart, type WholeAnswer } from "@todoke/engine";
import type { FastifyRequest } from "fastify";
import { MessageBatchEnvelopeDto } from "./dto/message-batch-dto.ts";
import { maximumRecipients, MessageRequestDto } from "./dto/message-request-dto.ts";
import { problemOf } from "./error-handler.ts";
import { toMessageRequest, withCallersPointers } from "./message-input.ts";
import { HttpProblem, type ProblemDocument } from "./problem.ts";
import { bodyGate, envelopeGate } from "./schema/gate.ts";
import { spanOf } from "../tracing/trace-requests.ts";

const batchEnvelope = envelopeGate(MessageBatchEnvelopeDto);
const messageBody = bodyGate(MessageRequestDto);

/** The messages of a batch, each of whatever shape. Throws `HttpProblem` where the batch as a whole cannot be taken. */
export function readBatch(body: unknown): readonly unknown[] {
  const { messages } = batchEnvelope(body);
  const recipients = messages.reduce((sum: number, message) => sum + recipientsOf(message), 0);
  if (recipients <= maximumRecipients) return messages;
  const detail = `has ${recipients} recipients in all: at most ${maximumRecipients} fit into one batch`;
  const problem = { pointer: "/messages", code: "too-many-recipients", detail };
  throw new HttpProblem("malformed-request", "The batch is too large; nothing was written.", [problem]);
}

/**
 * Submits one message after the other and gives all answers as one, in order. What was accepted counts as done; where
 * nothing was, or something failed here, the same batch may be tried again.
 */
export async function submitBatch(messages: readonly unknown[], submitPart: SubmitPart, request: FastifyRequest): Promise<WholeAnswer> {
  const results: Result[] = [];
  for (const [place, message] of messages.entries()) results.push(await submitOne(place, message, submitPart, request));
  const isFinal = results.some(({ status }) => status === accepted) && results.every(({ status }) => status < 500);
  return { answer: `{"results":[${results.map(({ json }) => json).join()}]}`, isFinal };
}

interface Result {
  readonly status: number;
  readonly json: string;
}

const accepted = 202;

async function submitOne(place: number, message: unknown, submitPart: SubmitPart, request: FastifyRequest): Promise<Result> {
  try {
    const body = messageBody(message);
    const view = await withCallersPointers(body, () => submitPart(place, toMessageRequest(body, spanOf(request))));
    return { status: accepted, json: `{"status":${accepted},"message":${view}}` };
  } catch (error) {
    // These are about the batch as a whole.
    if (IdempotencyKeyInUseError.is(error) || IdempotencyKeyReusedError.is(error)) throw error;
    const problem = within(place, problemOf(error, request.log));
    return { status: problem.status, json: JSON.stringify({ status: problem.status, problem }) };
  }
}

/** The same with pointers into the batch. */
function within(place: number, problem: ProblemDocument): ProblemDocument {
  const { errors } = problem;
  if (errors === undefined) return problem;
  return {
    ...problem,
    errors: errors.map((error) => (error.pointer === undefined ? error : { ...error, pointer: `/messages/${place}${error.pointer}` })),
  };
}

function recipientsOf(message: unknown): number {
  const to: unknown = typeof message === "object" && message !== null ? Reflect.get(message, "to") : undefined;
  return Array.isArray(to) ? to.length : 0;
}
