import type { ReplyCapability } from "@todoke/core";
import type { LineApi } from "./line-api.ts";
import { toReceipt } from "./send-receipt.ts";

/**
 * Answers an event under its token, free of quota. A token works once and for a minute; LINE does not say which of the
 * two was missed: both are class `recipient` with code `invalid-reply-token`, after which a push may be sent instead. A
 * lost answer is `ambiguous` for good, because the token may be spent.
 */
export function createReply(api: LineApi): ReplyCapability {
  return {
    endpoint: "reply",
    tokenLifetimeMs: 60_000,
    longestTokenAgeMs: 20 * 60_000,
    send: async ({ replyToken, payload }, options) => {
      // Replies have no statistics by unit.
      const { customAggregationUnits: _, ...messages } = payload;
      return toReceipt(await api("reply", { body: { ...messages, replyToken } }, options));
    },
  };
}
