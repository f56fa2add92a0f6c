import type { Outcome } from "../serve.ts";
import { refuse, refuseBody } from "./errors.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { findMessageErrors } from "./message-validation.ts";

/** POST /v2/bot/message/reply: free of the monthly quota, and without retry keys. */
export const reply: LineEndpoint = { name: "reply", body: "json", handle };

function handle(line: LineChannel, { body: { replyToken, messages } }: LineCall): Outcome {
  const errors = findMessageErrors(messages);
  if (errors.length > 0 || !Array.isArray(messages)) return refuseBody(errors);
  const to = typeof replyToken === "string" ? line.replyTokens.spend(replyToken) : undefined;
  if (to === undefined) return refuse(400, "Invalid reply token");
  line.dailyCounts.add("reply", 1);
  const sentMessages = line.messageIds.assign(messages);
  return {
    answer: { status: 200, body: JSON.stringify({ sentMessages }) },
    acceptance: { to: [to], providerMessageIds: sentMessages.map((message) => message.id), callbacks: [] },
  };
}
