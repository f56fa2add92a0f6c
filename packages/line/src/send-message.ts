import { randomUUID } from "node:crypto";
import { ProviderError, type Adapter, type Content } from "@todoke/core";
import type { LineNativeContent } from "./native-content.ts";
import { refusedAddress, refusedContent } from "./refusal.ts";
import { repeatAttempts } from "./repeat-attempts.ts";

export interface LineSendRequest {
  /** `U…`, `C…` or `R…`, as webhooks give it. */
  readonly to: string;
  /** A string is text. */
  readonly content: Content | LineNativeContent | string;
  /** A UUID; a new one by default. One key sends once, however often it is tried within 23 hours. */
  readonly retryKey?: string;
}

export interface LineCallOptions {
  readonly signal?: AbortSignal;
  /** Bounds each call, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
}

export interface LineSendOptions extends LineCallOptions {
  /** How often the push is tried at most, 1 by default. More repeat it under the same key, after a growing wait. */
  readonly attempts?: number;
}

export interface LineSendResult {
  /** In the order of the messages. */
  readonly providerMessageIds: readonly string[];
  /** Of the call that LINE accepted. */
  readonly requestId: string | undefined;
  readonly retryKey: string;
  /** LINE had accepted this key before; nothing was sent again. */
  readonly duplicate: boolean;
}

export const defaultTimeoutMs = 10_000;

/** One message through the adapter of channel `line`, for callers who keep no attempts of their own. */
export async function sendMessage(
  adapter: Adapter,
  { to, content, retryKey = randomUUID() }: LineSendRequest,
  { attempts = 1, timeoutMs = defaultTimeoutMs, signal }: LineSendOptions = {},
): Promise<LineSendResult> {
  if (!isUuid(retryKey)) throw refusedKey(retryKey);
  const address = adapter.address.parse(to);
  if (!address.ok) throw refusedAddress(address.reason, retryKey);
  const rendered = adapter.render(toContent(content), { purpose: "notice" });
  if (!rendered.ok) throw refusedContent(rendered.problems, retryKey);

  const request = {
    attemptId: retryKey,
    to: address.address,
    endpoint: rendered.endpoint,
    // A repeated call must hold the same bytes, whatever the caller does with its objects meanwhile.
    payload: attempts > 1 ? structuredClone(rendered.payload) : rendered.payload,
    purpose: "notice",
  } as const;
  const { providerMessageIds, requestId, duplicate } = await repeatAttempts(
    () => adapter.send(request, { timeoutMs, ...(signal && { signal }) }),
    { attempts, keyLifetimeMs: adapter.idempotency?.keyLifetimeMs ?? 0, ...(signal && { signal }) },
  );
  return { providerMessageIds, requestId, retryKey, duplicate };
}

function toContent(content: LineSendRequest["content"]): Content {
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
