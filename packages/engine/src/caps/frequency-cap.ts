import { ConfigurationError, purposes, type Purpose } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { parseDurationMs } from "../durations.ts";
import { purposesWith } from "../purpose-rules.ts";
import { isTimeZone } from "../windows/is-time-zone.ts";

/** How often one person may be written to. */
export interface FrequencyCap {
  /** What plans and timelines call it; what was counted under it goes on under it. */
  readonly name: string;
  /** Which messages count, and yield. Default: `notice` and `marketing`. */
  readonly purposes?: readonly Purpose[];
  /** Which channels count, and yield. Default: all together. */
  readonly channels?: readonly string[];
  /** Messages, from 1 to 1,000. */
  readonly limit: number;
  /** ISO 8601 duration, up to 366 days: `P1D`. */
  readonly per: string;
  /** Counts by calendar days of the person's zone in place of the time just past; `per` is then whole days. Default false. */
  readonly calendar?: boolean;
  /** For people whose zone is not known; given with `calendar`. IANA name. */
  readonly timeZone?: string;
}

/** A cap, ready to be counted under. */
export interface PreparedCap extends FrequencyCap {
  readonly purposes: readonly Purpose[];
  readonly perMs: number;
  /** Of the addresses that count; undefined: all that are known of the person. */
  readonly kinds: readonly string[] | undefined;
}

const dayMs = 86_400_000;
const longestMs = 366 * dayMs;
const highestLimit = 1_000;

/** Throws `ConfigurationError` naming the cap and the setting. */
export function readFrequencyCaps(caps: readonly FrequencyCap[], accounts: Accounts): readonly PreparedCap[] {
  const names = caps.map(({ name }) => name);
  return caps.map((cap, index) => {
    if (names.indexOf(cap.name) !== index) throw new ConfigurationError(placeOf(cap, "name"), "another cap has this name");
    return readCap(cap, accounts);
  });
}

function readCap(cap: FrequencyCap, accounts: Accounts): PreparedCap {
  const perMs = parseDurationMs(cap.per) ?? 0;
  const problems: Readonly<Record<string, string | undefined>> = {
    purposes: cap.purposes?.every((purpose) => purposes.includes(purpose)) === false ? `must be of ${purposes.join(", ")}` : undefined,
    channels: problemOfChannels(cap, accounts),
    limit: Number.isInteger(cap.limit) && cap.limit >= 1 && cap.limit <= highestLimit ? undefined : `must be a whole number from 1 to ${highestLimit}`,
    per: problemOfPeriod(cap, perMs),
    timeZone: problemOfZone(cap),
  };
  for (const [setting, problem] of Object.entries(problems)) {
    if (problem !== undefined) throw new ConfigurationError(placeOf(cap, setting), problem);
  }
  const kinds = cap.channels?.flatMap((channel) => accounts.route(channel)?.adapter.address.kind ?? []);
  return { ...cap, purposes: cap.purposes ?? purposesWith("isCapped"), perMs, kinds };
}

function problemOfChannels({ channels }: FrequencyCap, accounts: Accounts): string | undefined {
  if (accounts.mayChange) return undefined;
  const unknown = channels?.find((channel) => !accounts.channels.includes(channel));
  if (unknown === undefined) return undefined;
  return `no account has the channel ${unknown}; there are: ${accounts.channels.join(", ")}`;
}

function problemOfPeriod({ calendar }: FrequencyCap, perMs: number): string | undefined {
  if (perMs < 1_000 || perMs > longestMs) return "must be an ISO 8601 duration from PT1S to P366D";
  return calendar === true && perMs % dayMs !== 0 ? "must be whole days where `calendar` is true" : undefined;
}

function problemOfZone({ calendar, timeZone }: FrequencyCap): string | undefined {
  if (calendar !== true) return timeZone === undefined ? undefined : "is only for `calendar: true`";
  if (timeZone === undefined) return "is needed with `calendar`, for people whose zone is not known";
  return isTimeZone(timeZone) ? undefined : "must be an IANA time zone name";
}

function placeOf({ name }: FrequencyCap, setting: string): string {
  return `frequencyCaps, ${name}, ${setting}`;
}
