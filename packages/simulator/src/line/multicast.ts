import type { Outcome } from "../serve.ts";
import { isLineUserId } from "./addresses.ts";
import { findUnitErrors } from "./aggregation-units.ts";
import { refusals, refuseBody, refuseProperty } from "./errors.ts";
import { answerByRetryKey } from "./keyed-call.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { findMessageErrors } from "./message-validation.ts";
import { isFriend } from "./reach.ts";
import { recordSent } from "./record-sent.ts";

/**
 * POST /v2/bot/message/multicast. LINE's documents name an id that does not exist in the channel both among those left
 * out in silence and among the causes of a 400; here it is a 400 that names the first such id, and nobody is sent to.
 */
export const multicast: LineEndpoint = { name: "multicast", body: "json", hasRetryKey: true, handle };

/** "Messaging API reference", Send multicast message. */
const mostRecipients = 500;

function handle(line: LineChannel, call: LineCall): Outcome {
  const { to, messages } = call.body;
  if (!Array.isArray(to) || to.length < 1 || to.length > mostRecipients) {
    return refuseBody([{ message: `Size must be between 1 and ${mostRecipients}`, property: "to" }]);
  }
  const errors = [...findMessageErrors(messages), ...findUnitErrors(call.body["customAggregationUnits"])];
  if (errors.length > 0) return refuseBody(errors);
  const answered = answerByRetryKey(line, call);
  if (answered !== undefined) return answered;
  const stranger = to.findIndex((id) => !isKnownUser(line, id));
  if (stranger >= 0) return refuseProperty(`to[${stranger}]`);
  const people = countReached(line, to);
  if (!line.quota.spend(people)) return refusals.monthlyLimit;
  recordSent(line, "multicast", people, call.body);

  const { requestId, retryKey } = call;
  if (retryKey !== undefined) line.retryKeys.remember("multicast", retryKey, { requestId });
  return {
    answer: { status: 200, body: "{}" },
    acceptance: { to, ...(retryKey !== undefined && { retryKey }), providerMessageIds: [], callbacks: [] },
  };
}

function isKnownUser(line: LineChannel, id: unknown): boolean {
  if (!isLineUserId(id)) return false;
  const person = line.simulation.people.byLineUserId(id);
  return person !== undefined && person.line !== "none";
}

/** Only friends are sent to and charged for. */
function countReached(line: LineChannel, to: readonly string[]): number {
  return to
    .map((id) => line.simulation.people.byLineUserId(id))
    .filter((person) => person !== undefined && isFriend(person)).length;
}
