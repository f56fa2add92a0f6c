import type { Adapter, OnUnknown, Purpose, SuccessEvidence } from "@todoke/core";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What a plan gets where neither the request nor the configuration says anything. Durations in milliseconds. */
export const planDefaults = {
  /** Tried in this order where accounts for them exist. Channels with rules of their own are never a default. */
  channels: ["line", "sms"],
  unknownHoldMs: 10 * minute,
  reachability: "ask",
  reachabilityMaxAgeMs: 24 * hour,
  maxValidityPeriodMs: 48 * hour,
} as const;

/** A code that arrives late is worse than none. */
const validityPeriodMs: Readonly<Record<Purpose, number>> = {
  otp: 10 * minute,
  alert: 48 * hour,
  notice: 48 * hour,
  marketing: 48 * hour,
};

/** A second code harms nobody; a second campaign message does. */
const onUnknown: Readonly<Record<Purpose, OnUnknown>> = {
  otp: "resend",
  alert: "hold",
  notice: "hold",
  marketing: "hold",
};

/** How long a step has before the next takes over, by what its channel can prove. */
const switchAfterMs = {
  /** Acceptance answers within seconds or not at all. */
  "acceptance-only": { otp: 10 * second, other: 2 * minute },
  /** Success is reported, failure never is: silence is all there is to go by. */
  "success-only": { otp: 30 * second, other: hour },
  /** Failure is reported, so waiting costs little. */
  "success-and-failure": { otp: 30 * second, other: 10 * minute },
} as const;

export function defaultValidityPeriodMs(purpose: Purpose): number {
  return validityPeriodMs[purpose];
}

export function defaultOnUnknown(purpose: Purpose): OnUnknown {
  return onUnknown[purpose];
}

export function defaultSwitchAfterMs(adapter: Adapter, purpose: Purpose): number {
  return switchAfterMs[proofOf(adapter)][purpose === "otp" ? "otp" : "other"];
}

/** The strongest evidence that a channel can give. */
export function bestEvidence(adapter: Adapter): SuccessEvidence {
  return adapter.evidence?.best ?? "accepted";
}

export function provesAcceptanceOnly(adapter: Adapter): boolean {
  return bestEvidence(adapter) === "accepted";
}

function proofOf(adapter: Adapter): keyof typeof switchAfterMs {
  if (provesAcceptanceOnly(adapter)) return "acceptance-only";
  return adapter.evidence?.negative === true ? "success-and-failure" : "success-only";
}
