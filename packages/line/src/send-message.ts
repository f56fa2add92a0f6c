import { randomUUID } from "node:crypto";
import { ProviderError } from "@todoke/core";
import type { LineAdapter } from "./adapter.ts";
import { callOptions, type LineCallOptions } from "./call-options.ts";
import { refusedAddress, refusedContent } from "./refusal.ts";
import {
  sendUnderKey,
  toContent,
  type KeyedContent,
  type LineSendOptions,
  type LineSendResult,
} from "./send-under-key.ts";

export interface LineSendRequest extends KeyedContent {
  /** `U…`, `C…` or `R…`, as webhooks give it. */
  readonly to: string;
}

export interface LineMulticastRequest extends KeyedContent {
  /** 1 to 500 users, no groups or rooms. More need a call, and a key, for each 500. */
  readonly to: readonly string[];
}

export interface LineReplyRequest {
  /** From an event of the last minute; it works once. */
  readonly replyToken: string;
  readonly content: KeyedContent["content"];
}

export interface LineReplyResult {
  readonly providerMessageIds: readonly string[];
  readonly requestId: string | undefined;
}

/** One push through the adapter of channel `line`, for callers who keep no attempts of their own. */
export async function sendMessage(
  adapter: LineAdapter,
  { to, retryKey = randomUUID(), content }: LineSendRequest,
  options?: LineSendOptions,
): Promise<LineSendResult> {
  const address = parseAddress(adapter, to, retryKey);
  return sendUnderKey(adapter, { content, retryKey }, options, (attempt, call) =>
    adapter.send({ ...attempt, to: address }, call),
  );
}

/** One multicast: all of them, or none. */
export async function sendMulticast(
  adapter: LineAdapter,
  { to, retryKey = randomUUID(), content }: LineMulticastRequest,
  options?: LineSendOptions,
): Promise<LineSendResult> {
  const { bulk } = adapter;
  const addresses = [...new Set(to.map((address) => parseAddress(adapter, address, retryKey)))];
  const refused = addresses.findIndex((address) => !bulk.accepts(address));
  if (refused >= 0) throw refusedAddress("is a group's or room's: they are reached by push only", retryKey, refused);
  if (addresses.length === 0 || addresses.length > bulk.maxRecipients) throw refusedCount(bulk.maxRecipients, retryKey);
  return sendUnderKey(adapter, { content, retryKey }, options, (attempt, call) =>
    bulk.send({ ...attempt, endpoint: bulk.endpoint, to: addresses }, call),
  );
}

/** One reply. LINE has no key for it, so that it is tried once. */
export async function sendReply(
  adapter: LineAdapter,
  { replyToken, content }: LineReplyRequest,
  options?: LineCallOptions,
): Promise<LineReplyResult> {
  const rendered = adapter.render(toContent(content), { purpose: "notice" });
  if (!rendered.ok) throw refusedContent(rendered.problems);
  const { payload } = rendered;
  const { reply } = adapter;
  const { providerMessageIds, requestId } = await reply.send(
    { attemptId: randomUUID(), endpoint: reply.endpoint, payload, replyToken, purpose: "notice" },
    callOptions(options),
  );
  return { providerMessageIds, requestId };
}

function parseAddress(adapter: LineAdapter, to: string, retryKey: string): string {
  const parsed = adapter.address.parse(to);
  if (!parsed.ok) throw refusedAddress(parsed.reason, retryKey);
  return parsed.address;
}

function refusedCount(maxRecipients: number, retryKey: string): ProviderError {
  return new ProviderError({
    class: "content",
    providerCode: "recipient-count",
    message: `One multicast goes to between 1 and ${maxRecipients} users: make a call for each ${maxRecipients}`,
    retryKey,
  });
}
