import type { Amount } from "./costs/prices.ts";
import type { DeafTime } from "./delivery-change.ts";
import type {
  AttemptEvidence,
  Bill,
  DeliveryOutcome,
  DeliveryStatus,
  ErrorClass,
  ProviderEvidence,
  Reachability,
} from "@todoke/core";
import type { StepReason } from "./plan/plan-reasons.ts";

/** One message to one recipient, as callers see it. */
export interface DeliveryView {
  /** `dlv_`, the message's 32 hexadecimal digits, `_` and the recipient's position from 0. */
  readonly id: string;
  readonly messageId: string;
  readonly reference?: string;
  readonly addresses: Readonly<Record<string, string>>;
  readonly status: DeliveryStatus;
  /** When its delivery time window opens; present while it is held for that. */
  readonly heldUntil?: Date;
  /** Present once final. */
  readonly outcome?: DeliveryOutcome;
  /** Present once final: a step met its `succeedOn`. */
  readonly succeeded?: boolean;
  /** Why there is no success, or what it waits for; a stable word with a sentence for people. */
  readonly reason?: { readonly code: string; readonly detail: string };
  /** Position in the plan of the step that is being or was last tried, from 0. */
  readonly step: number;
  readonly channel?: string;
  /** More than one step reached this person, on the providers' word. */
  readonly duplicateContact: boolean;
  /** A call was made that may have repeated an earlier one; written before that call. */
  readonly possibleDuplicate: boolean;
  readonly updatedAt: Date;
}

/** A delivery with everything that happened to it, oldest first. */
export interface DeliveryDetail extends DeliveryView {
  readonly timeline: readonly TimelineEntry[];
}

export type TimelineEntry =
  | SubmittedEntry
  | LookupEntry
  | SkippedEntry
  | HeldEntry
  | AttemptEntry
  | EvidenceEntry
  | SwitchedEntry
  | CorrectedEntry
  | FinalEntry;

interface Entry {
  readonly at: Date;
}

export interface SubmittedEntry extends Entry {
  readonly type: "submitted";
}

/** What was known of an address, and from where, when a step was considered. */
export interface LookupEntry extends Entry {
  readonly type: "lookup";
  readonly step: number;
  readonly channel: string;
  readonly reachability: Reachability;
  /** The vendor's word: `profile-404`, `unfollow`. */
  readonly providerCode: string;
}

export interface SkippedEntry extends Entry {
  readonly type: "skipped";
  readonly step: number;
  readonly channel: string;
  readonly reason: StepReason;
  readonly detail: string;
}

/** Its delivery time window was closed. */
export interface HeldEntry extends Entry {
  readonly type: "held";
  /** The step that was about to go out. */
  readonly step: number;
  /** When the window opens; where a budget has no room, when waiting ends in any case. */
  readonly until: Date;
  /** The budget that has no room. */
  readonly budget?: string;
}

/** One provider call. `at` is when its intent was committed, before the call. */
export interface AttemptEntry extends Entry {
  readonly type: "attempt";
  readonly id: string;
  readonly step: number;
  readonly channel: string;
  readonly account: string;
  readonly endpoint: string;
  /** How many deliveries the call carried. */
  readonly recipients: number;
  /** The best evidence so far. */
  readonly evidence: AttemptEvidence;
  readonly requestId?: string;
  readonly providerMessageIds: readonly string[];
  readonly errorClass?: ErrorClass;
  readonly providerCode?: string;
  /** What the provider says that it charges, as far as it has said so. */
  readonly bill?: Bill;
  /** What the call costs by the prices that were configured when it was made, by currency; absent where they do not tell. */
  readonly costs?: readonly Amount[];
  /** How many times the call was made under this attempt's key. */
  readonly calls: number;
  readonly possibleDuplicate: boolean;
  /** SHA-256 of the payload, hexadecimal. */
  readonly payloadHash: string;
}

/** A provider's later word on an attempt. */
export interface EvidenceEntry extends Entry {
  readonly type: "evidence";
  readonly attemptId: string;
  readonly evidence: ProviderEvidence;
  readonly source: "answer" | "webhook" | "reconcile";
  readonly providerCode?: string;
}

export interface SwitchedEntry extends Entry {
  readonly type: "switched";
  readonly fromStep: number;
  readonly toStep: number;
  /** An error class, `deadline`, or `unknown`. */
  readonly reason: string;
  /** In this time nobody was there to take reports, while the step waited for one. ISO 8601. */
  readonly deaf?: DeafTime;
}

/** Success arrived after the delivery had been closed without one. */
export interface CorrectedEntry extends Entry {
  readonly type: "corrected";
  /** The outcome that was reported before. */
  readonly from: DeliveryOutcome;
  readonly outcome: DeliveryOutcome;
}

export interface FinalEntry extends Entry {
  readonly type: "final";
  readonly outcome: DeliveryOutcome;
  readonly succeeded: boolean;
}
