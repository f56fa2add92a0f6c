import { answerJson } from "./errors.ts";
import type { LineEndpoint } from "./line-call.ts";
import { botUserId } from "./webhook.ts";

/** GET /v2/bot/info */
export const botInfo: LineEndpoint = {
  name: "bot-info",
  handle: () =>
    answerJson(200, {
      userId: botUserId,
      basicId: "@000simul",
      displayName: "Simulated account",
      chatMode: "bot",
      markAsReadMode: "auto",
    }),
};

/** GET /v2/bot/message/quota */
export const quotaLimit: LineEndpoint = {
  name: "quota",
  handle: ({ quota }) =>
    answerJson(200, quota.limit === undefined ? { type: "none" } : { type: "limited", value: quota.limit }),
};

/** GET /v2/bot/message/quota/consumption */
export const quotaConsumption: LineEndpoint = {
  name: "quota",
  handle: ({ quota }) => answerJson(200, { totalUsage: quota.used() }),
};
