import type { CallOptions } from "./adapter.ts";
import type { JsonObject } from "./json.ts";

/** What a provider adds up of what people did, never by person. Every call is one request, and throws `ProviderError`. */
export interface StatisticsCapability {
  /** Names that sends carry, so that what becomes of them is added up under the name. */
  readonly units?: StatisticsUnits;
  /** What became of one send to an audience. */
  readonly request?: RequestStatistics;
  /** What the account sent on one day, in any way. */
  readonly day?: DayStatistics;
  /** Numbers below this, and those that fewer people caused, are not told. */
  readonly fewestTold: number;
  /** How long after a send its numbers may still grow, in milliseconds. */
  readonly growsForMs: number;
}

export interface StatisticsUnits {
  /** The endpoint that is asked; a key of `limits`. */
  readonly endpoint: string;
  /** What a name must match, whole. */
  readonly namePattern: RegExp;
  readonly longestName: number;
  /** Distinct names in one month of the provider; further ones are ignored by it without a word. */
  readonly namesPerMonth: number;
  /** The provider's month that a moment lies in: `2026-11`. */
  monthOf(at: Date): string;
  /** How many names this month has seen, also from others; undefined where it does not tell. */
  usedNames(options: CallOptions): Promise<number | undefined>;
  /** The name that a payload carries already. */
  nameIn(payload: JsonObject): string | undefined;
  /** The payload under this name. Pure; a name that is there already stays. */
  attach(payload: JsonObject, name: string): JsonObject;
  engagement(question: UnitQuestion, options: CallOptions): Promise<Engagement>;
}

export interface UnitQuestion {
  readonly name: string;
  /** When the first of it was sent. */
  readonly from: Date;
  /** Until when its numbers are asked for; the provider may take a shorter period from `from` on. */
  readonly to: Date;
}

export interface RequestStatistics {
  readonly endpoint: string;
  /** By the id that the receipt gave. */
  engagement(requestId: string, options: CallOptions): Promise<Engagement>;
}

/** How many people; null where the provider tells none: not counted yet, too few, or not counted at all. */
export interface Engagement {
  readonly delivered: number | null;
  readonly opened: number | null;
  readonly clicked: number | null;
  /** In the provider's order; empty where it tells none. */
  readonly links: readonly LinkEngagement[];
}

export interface LinkEngagement {
  readonly url: string;
  readonly clicked: number | null;
}

export interface DayStatistics {
  readonly endpoint: string;
  /** `day` is a day of the provider's calendar: `2026-11-21`. */
  counts(day: string, options: CallOptions): Promise<DayCounts>;
}

export interface DayCounts {
  /** `unready`: ask again the next day. `unavailable`: there will be none. */
  readonly status: "ready" | "unready" | "unavailable";
  /** By the provider's own names for ways to send; null where it tells none. */
  readonly counts: Readonly<Record<string, number | null>>;
}
