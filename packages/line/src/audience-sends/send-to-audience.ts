import { randomUUID } from "node:crypto";
import type { messagingApi } from "@line/bot-sdk";
import type { JsonObject } from "@todoke/core";
import type { LineAdapter } from "../adapter.ts";
import type { Frozen } from "../frozen.ts";
import { refusedContent } from "../refusal.ts";
import { sendUnderKey, type KeyedContent, type LineSendOptions, type LineSendResult } from "../send-under-key.ts";

export type LineBroadcastRequest = KeyedContent;

/** Without a recipient and a filter it goes to every friend. */
export interface LineNarrowcastRequest extends KeyedContent {
  /** Audiences and earlier narrowcasts, joined by `and`, `or`, `not`; at most 10 of them. */
  readonly recipient?: Frozen<messagingApi.Recipient>;
  /** At most 10 attributes. What LINE knows of people is about three days old, and of some it knows nothing. */
  readonly filter?: Frozen<messagingApi.Filter>;
  /** `forbidPartialDelivery` works only beside `upToRemainingQuota`. */
  readonly limit?: Frozen<messagingApi.Limit>;
}

/** One call; LINE takes it on and sends over time. The `requestId` is what progress and statistics are asked by. */
export function sendToAudience(
  adapter: LineAdapter,
  type: "line-broadcast" | "line-narrowcast",
  { content, retryKey = randomUUID(), ...target }: LineNarrowcastRequest,
  options?: LineSendOptions,
): Promise<LineSendResult> {
  return sendUnderKey(adapter, { content, retryKey }, options, async (attempt, call) => {
    const audience = adapter.audience.parse({ type, ...(target as JsonObject) });
    if (!audience.ok) throw refusedContent(audience.problems, retryKey, "audience");
    const { endpoint, target: parsed } = audience;
    return adapter.audience.send({ ...attempt, endpoint, target: parsed }, call);
  });
}
