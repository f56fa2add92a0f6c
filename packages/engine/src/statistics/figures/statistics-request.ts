import type { Purpose } from "@todoke/core";

/** What figures can be told apart by. */
export const statisticsDimensions = ["message", "channel", "account", "entityId", "applicationId", "purpose", "template", "hour", "day"] as const;

export type StatisticsDimension = (typeof statisticsDimensions)[number];

/**
 * What lies in a time: `acceptance` takes the messages accepted in it, with all that ever became of them; `attempt` the
 * calls begun in it, whenever their messages were accepted.
 */
export const statisticsClocks = ["acceptance", "attempt"] as const;

export type StatisticsClock = (typeof statisticsClocks)[number];

/** The longest time that is counted at once: a calendar month of any zone, with the hour that a change of its clocks adds. */
export const longestStatisticsMs = 32 * 86_400_000;

export interface StatisticsRequest {
  readonly from: Date;
  /** Not part of it. Later than `from`, by {@link longestStatisticsMs} at most. */
  readonly until: Date;
  readonly clock: StatisticsClock;
  /** Empty: only totals. */
  readonly groupBy: readonly StatisticsDimension[];
  /** An IANA name: whose hours and days. */
  readonly timeZone: string;
  readonly only: StatisticsFilter;
}

/** All of what is given has to fit. */
export interface StatisticsFilter {
  /** `msg_…` */
  readonly message?: string;
  readonly channel?: string;
  readonly account?: string;
  readonly entityId?: string;
  readonly applicationId?: string;
  readonly purpose?: Purpose;
  /** `tpl_…`, in any of its versions. */
  readonly template?: string;
}
