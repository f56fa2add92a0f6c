import type { Demographic, Person } from "../../people.ts";
import type { SendingMethod } from "../daily-counts.ts";
import { badDate } from "../delivery-counts.ts";
import { answerJson } from "../errors.ts";
import { parseDay } from "../japan-time.ts";
import type { LineEndpoint } from "../line-call.ts";
import { friendsAmong } from "../reach.ts";

/** GET /v2/bot/insight/message/delivery */
export const deliveryInsight: LineEndpoint = {
  name: "insight-delivery",
  handle(line, { query }) {
    const day = parseDay(query["date"]);
    if (day === undefined) return badDate;
    if (day < firstDeliveryDay) return answerJson(200, { status: "out_of_service" });
    if (!line.dailyCounts.isOver(day)) return answerJson(200, { status: "unready" });
    const counts = methodFields.map(([field, method]) => [field, line.dailyCounts.of(method, day)] as const);
    return answerJson(200, { status: "ready", ...Object.fromEntries(counts) });
  },
};

/** GET /v2/bot/insight/followers: the simulator keeps no history, and tells today's numbers of every day that is over. */
export const followersInsight: LineEndpoint = {
  name: "insight-followers",
  handle(line, { query }) {
    const day = parseDay(query["date"]);
    if (day === undefined) return badDate;
    if (day < firstFollowerDay) return answerJson(200, { status: "out_of_service" });
    if (!line.dailyCounts.isOver(day)) return answerJson(200, { status: "unready" });
    const people = [...line.simulation.people.lineUsers()];
    const targetedReaches = friendsAmong(people).length;
    const blocks = people.filter((person) => person.line === "blocked").length;
    return answerJson(200, { status: "ready", followers: targetedReaches + blocks, targetedReaches, blocks });
  },
};

/** GET /v2/bot/insight/demographic: areas by their codes, where LINE has their names. */
export const demographicInsight: LineEndpoint = {
  name: "insight-demographic",
  handle(line) {
    const friends = friendsAmong(line.simulation.people.lineUsers());
    if (friends.length < fewestFriends) return answerJson(200, { available: false });
    return answerJson(200, {
      available: true,
      genders: shares(friends, ({ gender }) => gender).map(([gender, percentage]) => ({ gender, percentage })),
      ages: shares(friends, ageBand).map(([age, percentage]) => ({ age, percentage })),
      areas: shares(friends, ({ area }) => area).map(([area, percentage]) => ({ area, percentage })),
      appTypes: shares(friends, ({ appType }) => appType).map(([appType, percentage]) => ({ appType, percentage })),
      subscriptionPeriods: shares(friends, periodOf).map(([subscriptionPeriod, percentage]) => ({
        subscriptionPeriod,
        percentage,
      })),
    });
  },
};

/** "Messaging API reference", Get number of message deliveries, Get number of followers, Get friend demographics. */
const firstDeliveryDay = parseDay("20170301") ?? 0;
const firstFollowerDay = parseDay("20161101") ?? 0;
const fewestFriends = 20;

const methodFields: readonly (readonly [field: string, method: SendingMethod])[] = [
  ["apiReply", "reply"],
  ["apiPush", "push"],
  ["apiMulticast", "multicast"],
  ["apiBroadcast", "broadcast"],
  ["apiNarrowcast", "narrowcast"],
  ["pnpNoticeMessage", "pnp-template"],
];

/** How many percent of the friends share a trait, to one digit; `unknown` where it is not known. */
function shares(friends: readonly Person[], traitOf: (demographic: Demographic) => string | undefined) {
  const counts = new Map<string, number>();
  for (const { demographic = {} } of friends) {
    const trait = traitOf(demographic) ?? "unknown";
    counts.set(trait, (counts.get(trait) ?? 0) + 1);
  }
  return [...counts].map(([trait, count]) => [trait, Math.round((count / friends.length) * 1_000) / 10] as const);
}

function ageBand({ age }: Demographic): string | undefined {
  if (age === undefined) return undefined;
  if (age < 15) return "from0to14";
  if (age >= 70) return "from70";
  const from = Math.floor(age / 5) * 5;
  return `from${from}to${from + 4}`;
}

const periodBounds = [7, 30, 90, 180, 365];

function periodOf({ friendForDays: days }: Demographic): string | undefined {
  if (days === undefined) return undefined;
  const bound = periodBounds.find((candidate) => days < candidate);
  return bound === undefined ? "over365days" : `within${bound}days`;
}
