import type { Outcome } from "../serve.ts";
import { isLineId } from "./addresses.ts";
import { findUnitErrors } from "./aggregation-units.ts";
import { refusals, refuseBody, refuseProperty } from "./errors.ts";
import { answerByRetryKey } from "./keyed-call.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { findMessageErrors } from "./message-validation.ts";
import { isReached } from "./reach.ts";
import { recordSent } from "./record-sent.ts";

/** POST /v2/bot/message/push */
export const push: LineEndpoint = { name: "push", body: "json", hasRetryKey: true, handle };

function handle(line: LineChannel, call: LineCall): Outcome {
  const { to, messages } = call.body;
  if (!isLineId(to)) return refuseProperty("'to'");
  const errors = [...findMessageErrors(messages), ...findUnitErrors(call.body["customAggregationUnits"])];
  if (errors.length > 0 || !Array.isArray(messages)) return refuseBody(errors);
  const answered = answerByRetryKey(line, call);
  if (answered !== undefined) return answered;
  const people = peopleReached(line, to);
  if (people === undefined) return refusals.failedToSend;
  if (!line.userRateLimiter.admit(to)) return refusals.rateLimit;
  if (!line.quota.spend(people)) return refusals.monthlyLimit;

  recordSent(line, "push", people, call.body);
  const sentMessages = line.messageIds.assign(messages);
  const { requestId, retryKey } = call;
  if (retryKey !== undefined) line.retryKeys.remember("push", retryKey, { requestId, sentMessages });
  return {
    answer: { status: 200, body: JSON.stringify({ sentMessages }) },
    acceptance: {
      to: [to],
      ...(retryKey !== undefined && { retryKey }),
      providerMessageIds: sentMessages.map((message) => message.id),
      callbacks: [],
    },
  };
}

/** How many people a push reaches and is charged for; undefined when LINE knows no such address. */
function peopleReached(line: LineChannel, to: string): number | undefined {
  if (!to.startsWith("U")) return line.groups.find(to)?.members;
  const person = line.simulation.people.byLineUserId(to);
  if (person === undefined || person.line === "none") return undefined;
  return isReached(person) ? 1 : 0;
}
