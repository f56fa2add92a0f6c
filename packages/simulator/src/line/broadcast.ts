import type { Outcome } from "../serve.ts";
import { answerJson, refusals, refuseBody } from "./errors.ts";
import { answerByRetryKey } from "./keyed-call.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { linksOf } from "./links.ts";
import { findMessageErrors } from "./message-validation.ts";
import { friendsAmong } from "./reach.ts";

/** POST /v2/bot/message/broadcast */
export const broadcast: LineEndpoint = { name: "broadcast", body: "json", hasRetryKey: true, handle };

function handle(line: LineChannel, call: LineCall): Outcome {
  const { messages } = call.body;
  const errors = findMessageErrors(messages);
  if (errors.length > 0 || !Array.isArray(messages)) return refuseBody(errors);
  const answered = answerByRetryKey(line, call);
  if (answered !== undefined) return answered;
  const targets = friendsAmong(line.simulation.people.lineUsers()).flatMap(({ lineUserId }) => lineUserId ?? []);
  if (!line.quota.spend(targets.length)) return refusals.monthlyLimit;

  const { requestId, retryKey } = call;
  const now = line.simulation.clock.now();
  line.audienceSends.add({
    requestId,
    type: "broadcast",
    acceptedAt: now,
    sendingAt: now,
    completedAt: now,
    targets,
    failureCount: 0,
    messageCount: messages.length,
    links: linksOf(messages),
  });
  line.dailyCounts.add("broadcast", targets.length);
  if (retryKey !== undefined) line.retryKeys.remember("broadcast", retryKey, { requestId });
  return {
    ...answerJson(200, {}),
    acceptance: {
      to: [],
      audience: { type: "broadcast", recipients: targets.length },
      ...(retryKey !== undefined && { retryKey }),
      providerMessageIds: [],
      callbacks: [],
    },
  };
}
