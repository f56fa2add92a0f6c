import { randomUUID } from "node:crypto";
import {
  ProviderError,
  type Adapter,
  type AttemptRequest,
  type CallOptions,
  type Content,
  type SendReceipt,
} from "@todoke/core";
import { callOptions, type LineCallOptions } from "./call-options.ts";
import type { LineNativeContent } from "./native-content.ts";
import { refusedContent } from "./refusal.ts";
import { repeatAttempts } from "./repeat-attempts.ts";

/** What every send carries, whoever it goes to. */
export interface KeyedContent {
  /** A string is text. */
  readonly content: Content | LineNativeContent | string;
  /** A UUID; a new one by default. One key sends once, however often it is tried within 23 hours. */
  readonly retryKey?: string;
}

export interface LineSendOptions extends LineCallOptions {
  /** How often the call is made at most, 1 by default. More repeat it under the same key, after a growing wait. */
  readonly attempts?: number;
}

export interface LineSendResult {
  /** In the order of the messages; empty for sends to many, of which LINE names none. */
  readonly providerMessageIds: readonly string[];
  /** Of the call that LINE accepted. */
  readonly requestId: string | undefined;
  readonly retryKey: string;
  /** LINE had accepted this key before; nothing was sent again. */
  readonly duplicate: boolean;
}

/** `call` makes one attempt. Throws `ProviderError`, with the key also where no call was made. */
export async function sendUnderKey(
  adapter: Adapter,
  { content, retryKey = randomUUID() }: KeyedContent,
  { attempts = 1, ...call }: LineSendOptions = {},
  makeCall: (attempt: AttemptRequest, options: CallOptions) => Promise<SendReceipt>,
): Promise<LineSendResult> {
  if (!isUuid(retryKey)) throw refusedKey(retryKey);
  const rendered = adapter.render(toContent(content), { purpose: "notice" });
  if (!rendered.ok) throw refusedContent(rendered.problems, retryKey);
  const attempt = {
    attemptId: retryKey,
    endpoint: rendered.endpoint,
    // A repeated call must hold the same bytes, whatever the caller does with its objects meanwhile.
    payload: attempts > 1 ? structuredClone(rendered.payload) : rendered.payload,
    purpose: "notice",
  } as const;
  const { providerMessageIds, requestId, duplicate } = await repeatAttempts(
    () => makeCall(attempt, callOptions(call)),
    {
      attempts,
      keyLifetimeMs: adapter.idempotency?.keyLifetimeMs ?? 0,
      ...(call.signal && { signal: call.signal }),
    },
  );
  return { providerMessageIds, requestId, retryKey, duplicate };
}

export function toContent(content: KeyedContent["content"]): Content {
  return typeof content === "string" ? { type: "text", text: content } : (content as Content);
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

function refusedKey(retryKey: string): ProviderError {
  return new ProviderError({
    class: "content",
    providerCode: "invalid-retry-key",
    message: "retryKey must be a UUID, as randomUUID() makes it",
    retryKey,
  });
}
