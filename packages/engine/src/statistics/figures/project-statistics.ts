import type { StatisticsClock, StatisticsDimension } from "./statistics-request.ts";

/** What became of a project's messages in a time, by our own books. */
export interface ProjectStatistics {
  readonly from: Date;
  readonly until: Date;
  readonly clock: StatisticsClock;
  readonly timeZone: string;
  readonly groupBy: readonly StatisticsDimension[];
  /** In the order of their groups; those without anything are left out. */
  readonly rows: readonly StatisticsRow[];
  /** What the rows add up to. */
  readonly totals: StatisticsFigures;
}

export interface StatisticsRow extends StatisticsFigures {
  /** By the dimensions asked for; null where there is none, such as the channel of a delivery that nothing was tried for. */
  readonly group: Readonly<Partial<Record<StatisticsDimension, string | null>>>;
}

export interface StatisticsFigures {
  /** Null where calls are counted by their own time: a delivery may have had several, at several times. */
  readonly deliveries: DeliveryFigures | null;
  readonly attempts: AttemptFigures;
  readonly engagement: EngagementFigures;
  /** By currency; empty where nothing has a known price. */
  readonly costs: readonly CostFigure[];
}

/** Names of counts of deliveries, in the order of a table's columns. */
export const deliveryCounts = [
  "recipients",
  "open",
  "succeeded",
  "unproven",
  "failed",
  "expired",
  "cancelled",
  "skipped",
  "unknown",
  "switched",
  "duplicateContacts",
  "possibleDuplicates",
] as const;

/**
 * Recipients, each once, by what their deliveries ended as: `recipients` is the sum of the eight that follow. `unproven`: the
 * last word was short of what the plan asked for. `switched`: a step was tried, and another took over. Under `channel` and
 * `account` a delivery stands where the decision about it fell.
 */
export type DeliveryFigures = Readonly<Record<(typeof deliveryCounts)[number], number>>;

/** Names of counts of attempts, in the order of a table's columns. */
export const attemptCounts = ["attempted", "underWay", "unknown", "refused", "accepted", "failed", "unpriced"] as const;

/**
 * Recipients of calls, once for each attempt that carried them: `attempted` is the sum of the four that follow. `accepted`: the
 * provider took it on, whatever came after; `failed`: refused, or reported not to have arrived. `unpriced`: of those that may
 * cost something, how many have neither a bill nor a price.
 */
export interface AttemptFigures extends Readonly<Record<(typeof attemptCounts)[number], number>> {
  /** Null where some were accepted, and none of the channels ever tells. */
  readonly delivered: number | null;
  readonly read: number | null;
}

/**
 * People, as far as providers told when they were last asked about a message; null where nobody was asked, or told nothing,
 * and where calls are counted by their own time.
 */
export interface EngagementFigures {
  readonly opened: number | null;
  readonly clicked: number | null;
}

/** Exact sums in one currency, as decimal numbers. */
export interface CostFigure {
  readonly currency: string;
  /** As billed, where the provider has said so, else as reckoned by the configured price. */
  readonly amount: string;
  /** The part of it that providers have billed. */
  readonly billed: string;
}
