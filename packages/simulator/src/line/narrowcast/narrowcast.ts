import type { NarrowcastErrorCode } from "../../faults.ts";
import { isObject, type JsonRecord } from "../../json.ts";
import type { Person } from "../../people.ts";
import { shuffle } from "../../random.ts";
import type { Outcome } from "../../serve.ts";
import { reachedBy, type AudienceSend } from "../audience-sends.ts";
import { membersOf, type Audience } from "../audiences/audience.ts";
import { answerJson, refusals as commonRefusals, refuse, refuseBody } from "../errors.ts";
import { answerByRetryKey } from "../keyed-call.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import { linksOf } from "../links.ts";
import { findMessageErrors } from "../message-validation.ts";
import { friendsAmong } from "../reach.ts";
import { parseDemographicFilter } from "./demographic-filter.ts";
import { parseLimit, type Limit } from "./limit.ts";
import { parseRecipient } from "./recipient.ts";
import type { Refusals, Selects } from "./selection.ts";

/** POST /v2/bot/message/narrowcast: accepted at once, sent later; see the progress. */
export const narrowcast: LineEndpoint = { name: "narrowcast", body: "json", hasRetryKey: true, handle };

/** "Messaging API reference", Send narrowcast message, Restrictions. */
const fewestFriends = 100;
const fewestRecipients = 50;

const defaultPhaseMs = 50;

/** Whom a narrowcast is for, as its body says. */
interface Selection {
  readonly selects: Selects;
  readonly audiences: readonly Audience[];
  readonly hasFilter: boolean;
  readonly limit: Limit;
}

function handle(line: LineChannel, call: LineCall): Outcome {
  const errors = findMessageErrors(call.body["messages"]);
  if (errors.length > 0) return refuseBody(errors);
  const answered = answerByRetryKey(line, call);
  if (answered !== undefined) return answered;
  const refusals: Refusals = [];
  const selection = parseSelection(line, call.body, refusals);
  if (refusals[0] !== undefined) return refusals[0];
  const friends = friendsAmong(line.simulation.people.lineUsers());
  if (selection.hasFilter && friends.length < fewestFriends) {
    return refuse(403, "Your account does not have enough friends");
  }
  return accept(line, call, selection, friends);
}

function parseSelection(line: LineChannel, body: JsonRecord, refusals: Refusals): Selection {
  const { recipient, filter, limit } = body;
  const demographic = isObject(filter) ? filter["demographic"] : undefined;
  const named = recipient === undefined ? undefined : parseRecipient(line, recipient, refusals);
  const filtered = demographic === undefined ? undefined : parseDemographicFilter(demographic, refusals);
  return {
    selects: (person) => (named?.selects(person) ?? true) && (filtered?.(person) ?? true),
    audiences: named?.audiences ?? [],
    hasFilter: filtered !== undefined,
    limit: parseLimit(limit, refusals),
  };
}

function accept(line: LineChannel, call: LineCall, selection: Selection, friends: readonly Person[]): Outcome {
  const { requestId, retryKey } = call;
  const remaining = line.quota.remaining();
  const { limit } = selection;
  const people = Math.min(friends.length, limit.max, limit.upToRemainingQuota ? remaining : Infinity);
  if (people > remaining) return commonRefusals.monthlyLimit;
  const send = plan(line, call, selection, friends);
  const reached = reachedBy(send).length;
  line.quota.reserve({ people, until: send.completedAt, reached });

  line.audienceSends.add(send);
  line.dailyCounts.add("narrowcast", reached, send.completedAt);
  if (retryKey !== undefined) line.retryKeys.remember("narrowcast", retryKey, { requestId });
  return {
    ...answerJson(202, {}),
    acceptance: {
      to: [],
      audience: { type: "narrowcast", recipients: reached },
      ...(retryKey !== undefined && { retryKey }),
      providerMessageIds: [],
      callbacks: [],
    },
  };
}

/** Decides what becomes of a narrowcast. */
function plan(line: LineChannel, call: LineCall, selection: Selection, friends: readonly Person[]): AudienceSend {
  const { messages } = call.body;
  const { clock, faults } = line.simulation;
  const { limit } = selection;
  const wanted = sample(line, friends.filter(selection.selects), limit.max);
  const targets = limit.upToRemainingQuota ? sample(line, wanted, line.quota.remaining()) : wanted;
  const acceptedAt = clock.now();
  const fault = faults.takeProgressFault("narrowcast");
  const isPartial = limit.forbidPartialDelivery && targets.length < wanted.length;
  const errorCode =
    fault?.errorCode ?? findTooFew(selection, friends, wanted.length, acceptedAt) ?? (isPartial ? 5 : undefined);
  const phaseMs = line.options.narrowcastPhaseMs ?? defaultPhaseMs;
  return {
    requestId: call.requestId,
    type: "narrowcast",
    acceptedAt,
    sendingAt: acceptedAt + phaseMs,
    completedAt: acceptedAt + 2 * phaseMs,
    targets: targets.flatMap(({ lineUserId }) => lineUserId ?? []),
    failureCount: Math.min(fault?.failureCount ?? 0, targets.length),
    ...(errorCode !== undefined && { errorCode }),
    messageCount: Array.isArray(messages) ? messages.length : 0,
    links: linksOf(messages),
  };
}

/** So many of the people, by chance. */
function sample(line: LineChannel, people: readonly Person[], most: number): readonly Person[] {
  return people.length <= most ? people : shuffle(people, line.simulation.random).slice(0, most);
}

/** Whoever is sent to among too few could be told apart: LINE calls such a narrowcast off. */
function findTooFew(
  { audiences, hasFilter }: Selection,
  friends: readonly Person[],
  recipients: number,
  now: number,
): NarrowcastErrorCode | undefined {
  // An uploaded audience holds nobody whom the account does not know already.
  const anonymous = audiences.filter(({ type }) => type !== "UPLOAD");
  const isTooSmall = (audience: Audience) => countFriends(audience, friends, now) < fewestRecipients;
  if (audiences.length > 1 && anonymous.some(isTooSmall)) return 4;
  return (hasFilter || anonymous.length > 0) && recipients < fewestRecipients ? 2 : undefined;
}

function countFriends(audience: Audience, friends: readonly Person[], now: number): number {
  const members = membersOf(audience, now);
  return friends.filter(({ lineUserId }) => members.has(lineUserId)).length;
}
