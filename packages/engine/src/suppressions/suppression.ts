import type { Purpose } from "@todoke/core";
import { purposesWith } from "../purpose-rules.ts";

/**
 * Where a suppression comes from: the person said so (`opt-out`); a provider said that the channel never reaches the
 * address (`hard-failure`); the operator said so (`manual`), or brought a list along (`import`).
 */
export const suppressionSources = ["opt-out", "hard-failure", "manual", "import"] as const;

export type SuppressionSource = (typeof suppressionSources)[number];

/** What of a suppression decides about a send. */
export interface Suppression {
  readonly source: SuppressionSource;
  /** Absent: on all channels that use the address. */
  readonly channel?: string;
  /** Absent: for all purposes. */
  readonly purposes?: readonly Purpose[];
  /** The account that taught it. */
  readonly account?: string;
  /** Accounts whose provider refuses the person by itself, whatever the purpose. */
  readonly enforcedBy: readonly string[];
  readonly since: Date;
}

/**
 * What we learn by ourselves never holds back a code that somebody asked for a moment ago: that is not what they
 * stopped. It still goes nowhere at an account whose provider refuses it.
 */
export const learnedPurposes: readonly Purpose[] = purposesWith("heedsLearnedSuppressions");

/** Numbers are given to somebody else in time, so a dead one is tried again after so many days. */
export const hardFailureDays = 30;

/** A send as suppressions see it. */
export interface SuppressibleSend {
  readonly channel: string;
  readonly account: string;
  readonly purpose: Purpose;
}

/** The first of an address's suppressions that holds this send back. Pure. */
export function suppressionOf(suppressions: readonly Suppression[], send: SuppressibleSend): Suppression | undefined {
  return suppressions.find((suppression) => holdsBack(suppression, send));
}

function holdsBack({ channel, purposes, enforcedBy }: Suppression, send: SuppressibleSend): boolean {
  if (channel !== undefined && channel !== send.channel) return false;
  return purposes === undefined || purposes.includes(send.purpose) || enforcedBy.includes(send.account);
}

const words: Readonly<Record<SuppressionSource, string>> = {
  "opt-out": "the person opted out",
  "hard-failure": "a provider said that it can never be reached",
  manual: "it was suppressed by hand",
  import: "it was suppressed by a list",
};

/** In words for plans and histories; says nothing of the address. */
export function describeSuppression({ source, channel, account, since }: Suppression): string {
  const where = channel === undefined ? "" : ` on ${channel}`;
  const teacher = account === undefined ? "" : `, as ${account} learned`;
  return `the address is suppressed${where}: ${words[source]} on ${since.toISOString().slice(0, 10)}${teacher}`;
}
