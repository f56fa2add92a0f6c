import type { DeliveryOutcome, ErrorClass, ProviderEvidence, Purpose } from "@todoke/core";
import type { StepReason } from "../plan/plan-reasons.ts";

/**
 * Something that has just happened in this process, told once it is committed and for as long as the process lives. It
 * names accounts, channels, endpoints and classes, and never ids, addresses, references, texts or a provider's own words:
 * whatever counts by its fields stays small.
 */
export type Observation =
  | CallObserved
  | TurnObserved
  | MessageAccepted
  | DeliveriesClosed
  | DeliveryCorrected
  | DeliveriesSwitched
  | StepsSkipped
  | PossibleDuplicates
  | DuplicateContact
  | CallbackObserved
  | ReportObserved
  | InboundEventsKept
  | RelayObserved
  | WebhookPostObserved
  | WebhookDisabled;

/** Takes in what happens. Called synchronously and often: it should only count. What it throws is logged, and dropped. */
export type EngineObserver = (observation: Observation) => void;

/** A call that sends, with the answer that it got; calls that only ask something are not told. */
export interface CallObserved {
  readonly type: "call";
  readonly account: string;
  readonly endpoint: string;
  /** `lost`: no answer tells what became of it. */
  readonly result: "accepted" | "refused" | "lost";
  /** Absent for accepted calls. */
  readonly errorClass?: ErrorClass;
  readonly tookMs: number;
}

/** A call that waited for its turn within a provider's rate. */
export interface TurnObserved {
  readonly type: "turn";
  readonly account: string;
  readonly endpoint: string;
  /** `given-up`: it found none in time, and nothing was called. */
  readonly result: "taken" | "given-up";
  readonly waitedMs: number;
}

/** A message was written; repeated requests under one key tell it once. */
export interface MessageAccepted {
  readonly type: "message-accepted";
  readonly purpose: Purpose;
  readonly recipients: number;
}

/** Deliveries that got their outcome. */
export interface DeliveriesClosed {
  readonly type: "closed";
  /** The channel that decided; absent where none did. */
  readonly channel?: string;
  readonly outcome: DeliveryOutcome;
  readonly succeeded: boolean;
  readonly count: number;
}

/** A delivery that was told as closed without success has succeeded after all. */
export interface DeliveryCorrected {
  readonly type: "corrected";
  readonly channel: string;
  readonly from: DeliveryOutcome;
  readonly outcome: DeliveryOutcome;
}

/** Deliveries that went over to the next step. */
export interface DeliveriesSwitched {
  readonly type: "switched";
  /** The channel that they leave; absent where none was tried. */
  readonly channel?: string;
  /** An error class, `deadline` or `unknown`. */
  readonly reason: string;
  readonly count: number;
}

/** Steps that were passed over without a call. */
export interface StepsSkipped {
  readonly type: "skipped";
  readonly channel: string;
  readonly reason: StepReason;
  readonly count: number;
}

/** Deliveries marked because the next call may repeat one that was lost: before that call, and once each. */
export interface PossibleDuplicates {
  readonly type: "possible-duplicates";
  readonly count: number;
}

/** A second step reached somebody whose delivery had succeeded. */
export interface DuplicateContact {
  readonly type: "duplicate-contact";
  /** Of the later success. */
  readonly channel: string;
}

/** A request from a provider. */
export interface CallbackObserved {
  readonly type: "callback";
  readonly account: string;
  /** `refused`: its signature was wrong. `failed`: it could not be read or stored, and the provider was told so. */
  readonly result: "taken" | "refused" | "failed";
}

/** A provider's later word that was new, and whose attempt is known. */
export interface ReportObserved {
  readonly type: "report";
  readonly account: string;
  readonly evidence: ProviderEvidence;
  readonly source: "webhook" | "reconcile";
  /** From the attempt's first call until we heard, in milliseconds. */
  readonly afterMs: number;
}

/** What people did, without copies. */
export interface InboundEventsKept {
  readonly type: "inbound-events";
  readonly account: string;
  readonly count: number;
}

/** A request that was posted on to the address behind `forwardTo`. */
export interface RelayObserved {
  readonly type: "relay";
  readonly account: string;
  /** `failed`: it will be posted again. `given-up`: it will not. */
  readonly result: "taken" | "failed" | "given-up";
}

/** A report that was posted to somebody who gets them by webhook. */
export interface WebhookPostObserved {
  readonly type: "webhook-post";
  /** `failed`: it will be posted again. `given-up`: it will not. */
  readonly result: "taken" | "failed" | "given-up";
  /** From what the report tells until it was taken, in milliseconds; present where it was. */
  readonly afterMs?: number;
}

/** An endpoint of webhooks that gets no more reports until somebody resumes it. */
export interface WebhookDisabled {
  readonly type: "webhook-disabled";
  /** `gone`: it answered 410. `failing`: for five days every post failed. */
  readonly reason: "gone" | "failing";
}
