import type { Adapter, Purpose, SuccessEvidence } from "@todoke/core";
import { purposeRules, type ChannelProof } from "../purpose-rules.ts";

const minute = 60_000;
const hour = 60 * minute;

/** What a plan gets where neither the request, the configuration nor the message's purpose says anything. Durations in milliseconds. */
export const planDefaults = {
  /** Tried in this order where accounts for them exist. Channels with rules of their own are never a default. */
  channels: ["line", "sms"],
  unknownHoldMs: 10 * minute,
  reachability: "ask",
  reachabilityMaxAgeMs: 24 * hour,
  maxValidityPeriodMs: 48 * hour,
} as const;

/** How long a step has before the next takes over, by what its channel can prove. */
export function defaultSwitchAfterMs(adapter: Adapter, purpose: Purpose): number {
  return purposeRules[purpose].switchAfterMs[proofOf(adapter)];
}

/** The strongest evidence that a channel can give. */
export function bestEvidence(adapter: Adapter): SuccessEvidence {
  return adapter.evidence?.best ?? "accepted";
}

export function provesAcceptanceOnly(adapter: Adapter): boolean {
  return bestEvidence(adapter) === "accepted";
}

function proofOf(adapter: Adapter): ChannelProof {
  if (provesAcceptanceOnly(adapter)) return "acceptance-only";
  return adapter.evidence?.negative === true ? "success-and-failure" : "success-only";
}
