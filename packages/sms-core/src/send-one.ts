import { randomUUID } from "node:crypto";
import { ProviderError, type Adapter, type Content, type RenderResult } from "@todoke/core";
import { repeatSend } from "./repeat-send.ts";

export interface SmsMessage {
  /** In international form: `+819012345678`. */
  readonly to: string;
  readonly content: Content;
  /** Where the provider reports what became of the message. */
  readonly callbackUrl?: string;
  /** How long the provider may go on trying before it gives up, in milliseconds; as it sees fit where absent. */
  readonly validityPeriodMs?: number;
}

export interface SmsSendOptions {
  readonly signal?: AbortSignal;
  /** For each call; 15,000 where absent. */
  readonly timeoutMs?: number;
  /** How many calls at most; 1 where absent. Only a call that certainly sent nothing is repeated. */
  readonly attempts?: number;
}

export interface SmsReceipt {
  readonly providerMessageIds: readonly string[];
  /** The provider's name for the call, for its support. */
  readonly requestId: string | undefined;
  /** Always undefined: no provider of SMS here has idempotency keys. */
  readonly retryKey: undefined;
  readonly duplicate: false;
  /** As counted before sending. */
  readonly segments: number;
}

const defaultTimeoutMs = 15_000;

/**
 * Sends one SMS through an adapter that has no idempotency keys, for those who import a channel by itself. Resolves when
 * the provider accepted; throws `ProviderError`.
 */
export async function sendOneSms(
  adapter: Adapter,
  message: SmsMessage,
  options: SmsSendOptions = {},
): Promise<SmsReceipt> {
  const { timeoutMs = defaultTimeoutMs, attempts = 1, signal } = options;
  const { callbackUrl, validityPeriodMs } = message;
  const { payload, endpoint } = renderOrThrow(adapter.render(message.content, { purpose: "notice" }));
  const request = {
    attemptId: randomUUID(),
    to: parseOrThrow(adapter, message.to),
    payload,
    endpoint,
    purpose: "notice" as const,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(validityPeriodMs === undefined ? {} : { validityPeriodMs }),
  };
  const withSignal = signal === undefined ? {} : { signal };
  const receipt = await repeatSend(() => adapter.send(request, { timeoutMs, ...withSignal }), {
    attempts,
    ...withSignal,
  });
  return {
    providerMessageIds: receipt.providerMessageIds,
    requestId: receipt.requestId,
    retryKey: undefined,
    duplicate: false,
    segments: adapter.cost?.units(payload) ?? 1,
  };
}

function parseOrThrow(adapter: Adapter, to: string): string {
  const parsed = adapter.address.parse(to);
  if (parsed.ok) return parsed.address;
  throw new ProviderError({
    class: "recipient",
    providerCode: "invalid-address",
    message: `The phone number cannot be used: ${parsed.reason}.`,
  });
}

function renderOrThrow(rendered: RenderResult): Extract<RenderResult, { ok: true }> {
  if (rendered.ok) return rendered;
  const [problem] = rendered.problems;
  throw new ProviderError({
    class: "content",
    providerCode: problem?.code ?? "invalid-content",
    message: rendered.problems.map(({ pointer, detail }) => `${pointer || "content"}: ${detail}`).join(" "),
  });
}
