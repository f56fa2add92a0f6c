import { hash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CallbackStep } from "./callbacks/callback-step.ts";
import { distortCallbacks } from "./callbacks/distort-callbacks.ts";
import type { AnyEndpointName } from "./endpoint-name.ts";
import { answerWithFault } from "./fault-answer.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Simulation } from "./simulation.ts";
import { countsOf } from "./statistics.ts";

export interface Answer {
  readonly status: number;
  /** Serialised JSON. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the ledger shall say of an accepted call, and the callbacks that follow from it. */
export interface Acceptance extends Pick<
  LedgerEntry,
  "to" | "audience" | "retryKey" | "deliveryTag" | "providerMessageIds" | "callbackUrl"
> {
  readonly callbacks: readonly CallbackStep[];
}

export interface Outcome {
  /** A promise only where the answer depends on somebody else's; it never rejects. */
  readonly answer: Answer | Promise<Answer>;
  /** Absent for a call that was refused, repeated, or only asked a question. */
  readonly acceptance?: Acceptance;
}

/** One provider call on its way through the simulator. */
export interface Call {
  readonly endpoint: AnyEndpointName;
  readonly provider: string;
  readonly requestId: string;
  /** The header that carries the request id in this provider's answers. */
  readonly requestIdHeader: string;
  /** The body of an answer with a status for which nobody gave one. */
  readonly describeStatus: (status: number) => unknown;
  /** Whom the call is about, for faults that befall one address only; must not throw. */
  readonly addresses: () => readonly string[];
  readonly handle: () => Outcome;
}

const noBytes = Buffer.alloc(0);

/** The request's bytes as they arrived. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : noBytes;
}

/** Takes a call through faults, ledger, latency and callbacks. Nothing in it waits unless something asks for it. */
export function serve(simulation: Simulation, call: Call, request: FastifyRequest, reply: FastifyReply): void {
  const { faults, counts, callbacks } = simulation;
  const count = countsOf(counts, call.endpoint);
  count.requests += 1;
  const fault = faults.takeAnswerFault(call.endpoint, call.addresses);
  if (fault !== undefined) count.faults += 1;

  const isCarriedOut = fault === undefined || fault.accepted === true;
  const outcome = isCarriedOut ? call.handle() : undefined;
  const { steps, beforeAnswer } = record(simulation, call, outcome?.acceptance, request);
  const finish = () => {
    if (fault !== undefined) answerWithFault(call, fault, reply);
    else if (outcome?.answer instanceof Promise) void outcome.answer.then((answer) => send(call, answer, reply));
    else if (outcome !== undefined) send(call, outcome.answer, reply);
  };
  if (beforeAnswer) {
    void callbacks.postNow(steps).then(finish);
    return;
  }
  afterLatency(simulation, () => {
    finish();
    callbacks.schedule(steps);
  });
}

interface FollowUp {
  readonly steps: readonly CallbackStep[];
  readonly beforeAnswer: boolean;
}

const nothing: FollowUp = { steps: [], beforeAnswer: false };

/** Enters an accepted call in the ledger, before its answer leaves, and says which callbacks follow it. */
function record(
  simulation: Simulation,
  call: Call,
  acceptance: Acceptance | undefined,
  request: FastifyRequest,
): FollowUp {
  if (acceptance === undefined) return nothing;
  const { clock, faults, ledger, counts, random } = simulation;
  const { callbacks, ...facts } = acceptance;
  ledger.append({
    at: new Date(clock.now()).toISOString(),
    provider: call.provider,
    endpoint: call.endpoint,
    ...facts,
    requestId: call.requestId,
    payloadHash: hash("sha256", rawBody(request), "hex"),
    accepted: true,
  });
  countsOf(counts, call.endpoint).accepted += 1;
  const fault = faults.takeCallbackFault(call.endpoint, call.addresses);
  if (fault === undefined) return { steps: callbacks, beforeAnswer: false };
  return { steps: distortCallbacks(callbacks, fault, random), beforeAnswer: fault.beforeAnswer === true };
}

function afterLatency({ latencyMs, random }: Simulation, next: () => void): void {
  if (latencyMs === undefined) next();
  else setTimeout(next, latencyMs.min + random() * (latencyMs.max - latencyMs.min));
}

function send(call: Call, answer: Answer, reply: FastifyReply): void {
  reply.code(answer.status).header("content-type", "application/json").header(call.requestIdHeader, call.requestId);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  reply.send(answer.body);
}
