import type { ErrorClass, ProviderEvidence, Reachability } from "@todoke/core";
import type { Script } from "./scripted-answer.ts";

/** What the provider answers when it is asked about an attempt to `sends[0].to` with its content. */
export interface ReconcileSample {
  readonly title: string;
  readonly answers: Script;
  /** Empty where absent: the answer to the call was lost. */
  readonly providerMessageIds?: readonly string[];
  /** Now where absent. */
  readonly startedAt?: Date;
  /** Message ids that other attempts account for. */
  readonly taken?: readonly string[];
  /** Undefined: the provider does not know the attempt. One sample at least is of this kind. */
  readonly report: ExpectedReport | undefined;
}

/** A report, of which the time is compared only where it is given. */
export interface ExpectedReport {
  readonly evidence: ProviderEvidence;
  readonly providerMessageId?: string;
  readonly errorClass?: ErrorClass;
  readonly providerCode?: string;
  readonly at?: Date;
}

export interface ReachabilitySamples {
  /** Of different outcomes. */
  readonly checks: readonly [ReachabilitySample, ReachabilitySample, ...ReachabilitySample[]];
  /** Well-formed addresses for which the question makes no sense. */
  readonly uncheckable?: readonly string[];
}

export interface ReachabilitySample {
  readonly address: string;
  readonly answers: Script;
  readonly reachability: Reachability;
  readonly providerCode: string;
}

export interface QuotaSample {
  readonly title: string;
  readonly answers: Script;
  /** Absent: the provider sets no limit. */
  readonly limit?: number;
  readonly used: number;
}
