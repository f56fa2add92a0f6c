import type { OnUnknown, Purpose } from "@todoke/core";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What a channel can prove: how long it is waited for goes by it. */
export type ChannelProof = "acceptance-only" | "success-only" | "success-and-failure";

/**
 * What a message's purpose means to the engine. What a request or the configuration writes out comes before the defaults.
 * Which channels are forbidden to a purpose is for their providers to say: `forbiddenPurposes` of the adapter.
 */
export interface PurposeRules {
  /** Whose turn comes first: 0 before 1 before 2. */
  readonly priority: 0 | 1 | 2;
  /** The default plan goes no further than its first step. */
  readonly staysOnFirstChannel: boolean;
  /** Default, in milliseconds. */
  readonly validityPeriodMs: number;
  /** How long a step has before the next takes over by default, in milliseconds. */
  readonly switchAfterMs: Readonly<Record<ChannelProof, number>>;
  /** Default. */
  readonly onUnknown: OnUnknown;
  /** Counts under frequency caps that name no purposes, and yields to them. */
  readonly isCapped: boolean;
  /** May use what an operator keeps back of an account's quota. */
  readonly usesKeptQuota: boolean;
  /** Held back by opt-outs and dead numbers that we learn of by ourselves; the operator's own suppressions hold back all. */
  readonly heedsLearnedSuppressions: boolean;
  /** People can refuse it for a channel, and the configuration can ask for their consent. */
  readonly heedsConsent: boolean;
  /** Goes out only while the configuration's `marketingWindow` is open. */
  readonly keepsToMarketingWindow: boolean;
}

/** A second campaign message does harm, and silence costs nothing but time. */
const notice: PurposeRules = {
  priority: 2,
  staysOnFirstChannel: false,
  validityPeriodMs: 48 * hour,
  switchAfterMs: {
    // Acceptance answers within seconds or not at all.
    "acceptance-only": 2 * minute,
    // Success is reported, failure never is: silence is all there is to go by.
    "success-only": hour,
    // Failure is reported, so waiting costs little.
    "success-and-failure": 10 * minute,
  },
  onUnknown: "hold",
  isCapped: true,
  usesKeptQuota: false,
  heedsLearnedSuppressions: true,
  heedsConsent: true,
  keepsToMarketingWindow: false,
};

/** By purpose. */
export const purposeRules: Readonly<Record<Purpose, PurposeRules>> = {
  // Somebody asked for it a moment ago: late is worse than never, and a second one harms nobody.
  otp: {
    priority: 0,
    staysOnFirstChannel: true,
    validityPeriodMs: 10 * minute,
    switchAfterMs: { "acceptance-only": 10 * second, "success-only": 30 * second, "success-and-failure": 30 * second },
    onUnknown: "resend",
    isCapped: false,
    usesKeptQuota: true,
    heedsLearnedSuppressions: false,
    heedsConsent: false,
    keepsToMarketingWindow: false,
  },
  // It is for now, and cannot yield to what is not.
  alert: { ...notice, priority: 1, isCapped: false, usesKeptQuota: true, heedsConsent: false },
  notice,
  marketing: { ...notice, keepsToMarketingWindow: true },
};

/** Those of the purposes for which a rule is set, in the order of the table. */
export function purposesWith(
  rule: "isCapped" | "heedsLearnedSuppressions" | "heedsConsent",
): readonly Purpose[] {
  return (Object.keys(purposeRules) as Purpose[]).filter((purpose) => purposeRules[purpose][rule]);
}
