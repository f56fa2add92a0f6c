import type { DayCounts, LinkEngagement } from "@todoke/core";

/** What became of a message, step by step. */
export interface MessageStatistics {
  readonly message: string;
  /** In the order of the plan. */
  readonly steps: readonly StepStatistics[];
}

/**
 * Why a number is null. `not-offered`: the channel has no such statistics. `no-unit`: nothing was added up, because few
 * people got it or the month's names were used up. `nothing-sent`. `too-few`: numbers so small are not told.
 * `not-counted-yet`: ask again later. `rate-limited`: the provider was asked as often as it allows; the numbers, where
 * there are any, are older. `provider-failed`: it did not answer.
 */
export type StatisticsGap =
  | "not-offered"
  | "no-unit"
  | "nothing-sent"
  | "too-few"
  | "not-counted-yet"
  | "rate-limited"
  | "provider-failed";

export interface StepStatistics {
  /** Place in the plan, from 0. */
  readonly step: number;
  readonly channel: string;
  readonly account: string;
  /** Recipients by our own books: what the provider's numbers are shares of. An audience is one. */
  readonly counts: {
    readonly recipients: number;
    readonly tried: number;
    readonly accepted: number;
    readonly delivered: number;
    readonly read: number;
  };
  /** The name under which the provider adds up; others who use it are added in. */
  readonly unit?: string;
  /** By the provider; null where it tells none. */
  readonly delivered: number | null;
  readonly opened: number | null;
  readonly clicked: number | null;
  readonly links: readonly LinkEngagement[];
  /** Present where a number of the provider is null. */
  readonly reason?: StatisticsGap;
  /** When the provider was asked; null when it was not. */
  readonly askedAt: Date | null;
}

/** What an account sent on one day, as its provider counts. */
export interface AccountStatistics {
  readonly account: string;
  /** A day of the provider's calendar. */
  readonly date: string;
  /** `unknown`: it could not be asked. */
  readonly status: DayCounts["status"] | "unknown";
  /** By the provider's own names for ways to send; empty unless ready. */
  readonly counts: DayCounts["counts"];
  readonly reason?: StatisticsGap;
  readonly askedAt: Date | null;
}
