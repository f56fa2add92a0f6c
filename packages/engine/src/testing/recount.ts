import type { AttemptEntry, DeliveryDetail } from "../delivery-view.ts";
import type { ProjectEngine } from "../engine.ts";
import { sumByCurrency, type Amount } from "../costs/prices.ts";
import type { MessageView } from "../message-view.ts";
import type { StatisticsFigures } from "../statistics/figures/project-statistics.ts";
import type { StatisticsDimension, StatisticsRequest } from "../statistics/figures/statistics-request.ts";

/** One recipient of one attempt. */
interface Carried {
  readonly message: MessageView;
  readonly delivery: DeliveryDetail;
  readonly attempt: AttemptEntry;
}

/** All that can be seen of a project through its public answers. */
export interface Seen {
  readonly deliveries: readonly { readonly message: MessageView; readonly delivery: DeliveryDetail }[];
  readonly carried: readonly Carried[];
}

/** Reads every message, delivery and timeline. */
export async function seeEverything(engine: ProjectEngine): Promise<Seen> {
  const { items: messages } = await engine.messages({ limit: 1000 });
  const deliveries = [];
  for (const message of messages) {
    const page = await engine.deliveries(message.id, { limit: 1000 });
    for (const { id } of page!.items) deliveries.push({ message, delivery: (await engine.delivery(id))! });
  }
  const carried = deliveries.flatMap((each) => attemptsOf(each.delivery).map((attempt) => ({ ...each, attempt })));
  return { deliveries, carried };
}

function attemptsOf({ timeline }: DeliveryDetail): readonly AttemptEntry[] {
  return timeline.filter((entry) => entry.type === "attempt");
}

/** Figures as they follow from what was seen, by the text of their groups; `""` holds the totals. */
export function recount(seen: Seen, request: StatisticsRequest, tellsOfDelivery: ReadonlySet<string>): ReadonlyMap<string, StatisticsFigures> {
  const byAcceptance = request.clock === "acceptance";
  const deliveries = seen.deliveries.map((each) => ({ ...each, facts: factsOfDelivery(each) }))
    .filter(({ message, facts }) => byAcceptance && lies(message.createdAt, request) && fits(facts, request));
  const carried = seen.carried.map((each) => ({ ...each, facts: factsOfCarried(each, byAcceptance) }))
    .filter(({ message, attempt, facts }) => lies(byAcceptance ? message.createdAt : attempt.at, request) && fits(facts, request));
  const keys = new Set(["", ...[...deliveries, ...carried].map(({ facts }) => keyOf(facts, request))]);
  return new Map([...keys].map((key) => {
    const isIn = ({ facts }: { readonly facts: Facts }) => key === "" || keyOf(facts, request) === key;
    return [key, {
      deliveries: byAcceptance ? deliveryFigures(deliveries.filter(isIn).map(({ delivery }) => delivery)) : null,
      attempts: attemptFigures(carried.filter(isIn), tellsOfDelivery),
      engagement: { opened: null, clicked: null },
      costs: costFigures(carried.filter(isIn)),
    }];
  }));
}

type Facts = Readonly<Record<StatisticsDimension, string | null>>;

/** The text under which a row of the answer stands in a recount. */
export function keyOf(group: Partial<Facts>, { groupBy }: Pick<StatisticsRequest, "groupBy">): string {
  return groupBy.length === 0 ? "" : JSON.stringify(groupBy.map((dimension) => group[dimension] ?? null));
}

function lies(moment: Date, { from, until }: StatisticsRequest): boolean {
  return moment >= from && moment < until;
}

function fits(facts: Facts, { only }: StatisticsRequest): boolean {
  return Object.entries(only).every(([name, value]) => facts[name as StatisticsDimension] === value);
}

function factsOfMessage(message: MessageView, moment: Date): Omit<Facts, "channel" | "account"> {
  const hour = moment.toISOString().slice(0, 13);
  return {
    message: message.id,
    entityId: message.platform?.entityId ?? null,
    applicationId: message.platform?.applicationId ?? null,
    purpose: message.purpose,
    template: message.template?.id ?? null,
    hour: `${hour}:00:00+00:00`,
    day: hour.slice(0, 10),
  };
}

function factsOfDelivery({ message, delivery }: { readonly message: MessageView; readonly delivery: DeliveryDetail }): Facts {
  const channel = delivery.channel ?? null;
  const account = attemptsOf(delivery).findLast((attempt) => attempt.channel === channel)?.account ?? null;
  return { ...factsOfMessage(message, message.createdAt), channel, account };
}

function factsOfCarried({ message, attempt }: Carried, byAcceptance: boolean): Facts {
  return { ...factsOfMessage(message, byAcceptance ? message.createdAt : attempt.at), channel: attempt.channel, account: attempt.account };
}

function deliveryFigures(deliveries: readonly DeliveryDetail[]): StatisticsFigures["deliveries"] {
  const count = (matches: (delivery: DeliveryDetail) => boolean) => deliveries.filter(matches).length;
  const words = ["failed", "expired", "cancelled", "skipped", "unknown"] as const;
  const ended = Object.fromEntries(words.map((word) => [word, count(({ outcome }) => outcome === word)])) as Record<(typeof words)[number], number>;
  const proofs = ["accepted", "sent", "delivered", "read"];
  return {
    recipients: deliveries.length,
    open: count(({ status }) => status !== "final"),
    succeeded: count(({ succeeded }) => succeeded === true),
    unproven: count(({ succeeded, outcome = "" }) => succeeded === false && proofs.includes(outcome)),
    ...ended,
    switched: count(({ timeline }) => timeline.some(({ type }) => type === "switched")),
    duplicateContacts: count(({ duplicateContact }) => duplicateContact),
    possibleDuplicates: count(({ possibleDuplicate }) => possibleDuplicate),
  };
}

function isRefused({ delivery, attempt }: Carried): boolean {
  const answered = delivery.timeline.some((entry) => entry.type === "evidence" && entry.source === "answer" && entry.attemptId === attempt.id && entry.evidence === "failed");
  return attempt.evidence === "failed" && answered;
}

function mayCost(carried: Carried): boolean {
  return carried.attempt.evidence !== "sending" && !isRefused(carried);
}

function attemptFigures(carried: readonly Carried[], tellsOfDelivery: ReadonlySet<string>): StatisticsFigures["attempts"] {
  const count = (matches: (carried: Carried) => boolean) => carried.filter(matches).length;
  const isOpen = ({ attempt: { evidence } }: Carried) => evidence === "sending" || evidence === "unknown";
  const isAccepted = (each: Carried) => !isOpen(each) && !isRefused(each);
  const accepted = carried.filter(isAccepted);
  const isTold = (channels: ReadonlySet<string>) => accepted.length === 0 || accepted.some(({ attempt }) => channels.has(attempt.channel));
  const delivered = count(({ attempt: { evidence } }) => evidence === "delivered" || evidence === "read");
  const read = count(({ attempt: { evidence } }) => evidence === "read");
  return {
    attempted: carried.length,
    underWay: count(({ attempt }) => attempt.evidence === "sending"),
    unknown: count(({ attempt }) => attempt.evidence === "unknown"),
    refused: count(isRefused),
    accepted: accepted.length,
    failed: count(({ attempt }) => attempt.evidence === "failed"),
    unpriced: count((each) => mayCost(each) && each.attempt.bill?.amount === undefined && each.attempt.costs === undefined),
    delivered: isTold(tellsOfDelivery) || delivered > 0 ? delivered : null,
    read: isTold(new Set()) || read > 0 ? read : null,
  };
}

/** Each call once, however many it carried. */
function costFigures(carried: readonly Carried[]): StatisticsFigures["costs"] {
  const calls = [...new Map(carried.map((each) => [each.attempt.id, each])).values()];
  const billed = calls.flatMap(({ attempt: { bill } }) => amountsOf(bill));
  const reckoned = calls.flatMap((each) => (each.attempt.bill?.amount === undefined && mayCost(each) ? (each.attempt.costs ?? []) : []));
  const sums = sumByCurrency([...billed, ...reckoned]);
  return sums.toSorted((one, other) => (one.currency < other.currency ? -1 : 1)).map(({ currency, amount }) => ({
    currency,
    amount,
    billed: sumByCurrency(billed).find((each) => each.currency === currency)?.amount ?? "0",
  }));
}

function amountsOf(bill: AttemptEntry["bill"]): readonly Amount[] {
  return bill?.amount === undefined || bill.currency === undefined ? [] : [{ amount: bill.amount, currency: bill.currency }];
}
