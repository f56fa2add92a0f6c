import { randomUUID } from "node:crypto";
import type {
  Adapter,
  AttemptRequest,
  AudienceCapability,
  BulkCapability,
  CallOptions,
  ReplyCapability,
  SendReceipt,
} from "@todoke/core";
import type { AudienceSample, BulkSample, ExpectedReceipt, ReplySample, SendSample } from "./act-samples.ts";
import { attemptOf } from "./attempt.ts";
import type { ExpectedRequest } from "./expected-request.ts";
import type { ProviderCall } from "./provider-call.ts";
import type { ScriptedResponse } from "./scripted-answer.ts";
import type { AdapterSubject } from "./subject.ts";

/** A call that may reach people. */
export interface ProviderAct extends ProviderCall {
  readonly effect: "act";
  readonly endpoint: string;
  readonly accepted: ScriptedResponse;
  readonly receipt: ExpectedReceipt;
  request(attempt: AttemptRequest): ExpectedRequest;
  /** The attempt that `run` makes under this id. */
  attempt(attemptId: string): AttemptRequest;
  run(options: CallOptions, attemptId?: string): Promise<SendReceipt>;
}

/** Sends to one, then to many, in answer, to an audience: as far as the adapter can. */
export function actsOf(adapter: Adapter, subject: AdapterSubject): readonly ProviderAct[] {
  const { bulk, reply, audience } = adapter;
  return [
    ...subject.sends.map((sample) => sendOf(adapter, sample)),
    ...(bulk && subject.bulk ? [bulkOf(adapter, bulk, subject.bulk)] : []),
    ...(reply && subject.reply ? [replyOf(adapter, reply, subject.reply)] : []),
    ...(audience ? (subject.audience?.sends ?? []).flatMap((sample) => audienceOf(adapter, audience, sample)) : []),
  ];
}

export function sendOf(adapter: Adapter, sample: SendSample): ProviderAct {
  const { to, content, callbackUrl, validityPeriodMs } = sample;
  const options = {
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(validityPeriodMs !== undefined && { validityPeriodMs }),
  };
  const attempt = (attemptId: string) => attemptOf(adapter, content, { ...options, attemptId });
  return {
    ...shared(sample, `send ("${sample.title}")`, attempt),
    request: (made) => sample.request(made),
    run: (call, attemptId = randomUUID()) => adapter.send(Object.freeze({ ...attempt(attemptId), to }), call),
  };
}

export function bulkOf(adapter: Adapter, bulk: BulkCapability, sample: BulkSample, count = 3): ProviderAct {
  const to = Object.freeze(sample.addresses(count));
  const { endpoint } = bulk;
  const attempt = (attemptId: string) => attemptOf(adapter, sample.content, { attemptId, endpoint });
  return {
    ...shared(sample, `bulk.send to ${count}`, attempt),
    request: (made) => sample.request(made, to),
    run: (call, attemptId = randomUUID()) => bulk.send(Object.freeze({ ...attempt(attemptId), to }), call),
  };
}

function replyOf(adapter: Adapter, reply: ReplyCapability, sample: ReplySample): ProviderAct {
  const { replyToken, content } = sample;
  const { endpoint } = reply;
  const attempt = (attemptId: string) => attemptOf(adapter, content, { attemptId, endpoint });
  return {
    ...shared(sample, "reply.send", attempt),
    request: (made) => sample.request(made),
    run: (call, attemptId = randomUUID()) => reply.send(Object.freeze({ ...attempt(attemptId), replyToken }), call),
  };
}

/** None where `parse` refuses the audience, which `audience.parse` reports. */
export function audienceOf(adapter: Adapter, audience: AudienceCapability, sample: AudienceSample): readonly ProviderAct[] {
  const parsed = audience.parse(sample.audience);
  if (!parsed.ok) return [];
  const { endpoint, target } = parsed;
  const attempt = (attemptId: string) => attemptOf(adapter, sample.content, { attemptId, endpoint });
  return [
    {
      ...shared(sample, `audience.send (${sample.audience.type})`, attempt),
      request: (made) => sample.request(made),
      run: (call, attemptId = randomUUID()) => audience.send(Object.freeze({ ...attempt(attemptId), target }), call),
    },
  ];
}

function shared(
  { accepted, receipt }: Pick<SendSample, "accepted" | "receipt">,
  name: string,
  attempt: (attemptId: string) => AttemptRequest,
) {
  return { name, effect: "act", endpoint: attempt(randomUUID()).endpoint, accepted, receipt, attempt } as const;
}
