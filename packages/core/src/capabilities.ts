import type { AttemptRequest, CallOptions, ContentProblem, SendReceipt } from "./adapter.ts";
import type { Content } from "./content.ts";
import type { Reachability } from "./delivery.ts";
import type { ErrorClass } from "./error-class.ts";
import type { ProviderEvidence, SuccessEvidence } from "./evidence.ts";
import type { JsonObject } from "./json.ts";
import type { SuppressionCause } from "./suppression.ts";

/** One call for many recipients with identical bytes: all are accepted, or none. */
export interface BulkCapability {
  readonly endpoint: string;
  readonly maxRecipients: number;
  /** Whether this address may be part of a bulk call (LINE groups may not). */
  accepts(address: string): boolean;
  /** As `Adapter.send`. A `ProviderError` with `failedIndex` names the one recipient that was refused. */
  send(request: BulkRequest, options: CallOptions): Promise<SendReceipt>;
}

/** The provider honours the attempt's id as a key: the same call repeated under it is carried out once. */
export interface IdempotencyCapability {
  /** How long after the first call the key may still be used, in milliseconds. */
  readonly keyLifetimeMs: number;
  /** Endpoints that honour the key. */
  readonly endpoints: readonly string[];
}

export interface BulkRequest extends AttemptRequest {
  /** In canonical form, without repetition, at most `maxRecipients`. */
  readonly to: readonly string[];
}

/** What a channel can ever prove. */
export interface EvidenceCapability {
  /** The strongest evidence that can arrive. */
  readonly best: SuccessEvidence;
  /** Whether the provider ever reports that an accepted message failed. */
  readonly negative: boolean;
  /** After this long without news nothing more will come, in milliseconds. */
  readonly horizonMs: number;
  /** Whether an accepted message can be taken back. None of today's channels can. */
  readonly recallable: boolean;
}

/** What is known of an attempt when its provider is asked about it. */
export interface AttemptTrace {
  readonly attemptId: string;
  readonly to: string;
  readonly payload: JsonObject;
  readonly startedAt: Date;
  /** Empty when the answer was lost. */
  readonly providerMessageIds: readonly string[];
  /**
   * Whether this message of the provider's is accounted for by another attempt: the same words to the same person may
   * have been sent twice, and a message proves only one of the two calls.
   */
  isTaken(providerMessageId: string): Promise<boolean>;
}

/** A provider's answer on what became of an attempt. */
export interface EvidenceReport {
  readonly evidence: ProviderEvidence;
  readonly providerMessageId?: string;
  readonly errorClass?: ErrorClass;
  readonly providerCode?: string;
  /** With `failed`: what the failure says of the address itself. */
  readonly suppresses?: SuppressionCause;
  readonly bill?: Bill;
  readonly at: Date;
}

/** Asks the provider what became of an attempt, for lost answers and for silence. */
export interface ReconcileCapability {
  readonly endpoint: string;
  /** When to ask after a lost answer, in milliseconds from the call, ascending. */
  readonly lostAnswerDelaysMs: readonly number[];
  /** When to ask after an accepted call fell silent, in milliseconds from acceptance, ascending. */
  readonly silenceDelaysMs: readonly number[];
  /** Undefined when the provider does not know the attempt, which proves nothing. */
  find(attempt: AttemptTrace, options: CallOptions): Promise<EvidenceReport | undefined>;
}

/** Asks whether an address can be reached now. */
export interface ReachabilityCapability {
  readonly endpoint: string;
  check(address: string, options: CallOptions): Promise<ReachabilityReport>;
  /** Whether the question makes sense for this address (LINE has profiles for users, not for groups). */
  canCheck(address: string): boolean;
}

export interface ReachabilityReport {
  readonly reachability: Reachability;
  /** The vendor's word: `profile-200`, `profile-404`. */
  readonly providerCode: string;
}

/** At most `requests` in any `perMs` milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

/** What one send of a payload counts as with the provider. */
export interface CostCapability {
  /** The name of the unit: `segment`, `person`. */
  readonly unit: string;
  units(payload: JsonObject): number;
  /** How the units come about. Pure. */
  explain?(payload: JsonObject): UnitsExplanation;
}

export interface UnitsExplanation {
  /** How the text travels: `GSM-7`, `UCS-2`. */
  readonly encoding?: string;
  /** What raises the bill and need not, in words that repeat nothing of the message. */
  readonly warnings: readonly string[];
}

/** What a provider says that it charges for one attempt. What it does not say is absent. */
export interface Bill {
  /** In the units of `cost`. */
  readonly units?: number;
  /** A decimal number, positive: `0.0787`. */
  readonly amount?: string;
  /** ISO 4217: `USD`. Present with `amount`. */
  readonly currency?: string;
}

/** What the account may still send in the provider's accounting period. */
export interface QuotaCapability {
  readonly endpoint: string;
  check(options: CallOptions): Promise<QuotaReport>;
}

export interface QuotaReport {
  /** In the units of `cost`; absent when the provider sets no limit. */
  readonly limit?: number;
  /** As the provider says, which may lag and may count what others send through the same account. */
  readonly used: number;
  /** When the provider begins to count anew. */
  readonly renewsAt: Date;
}

/** An answer to something that a person wrote or tapped, under the token that came with it: free of quota. */
export interface ReplyCapability {
  readonly endpoint: string;
  /** How long a token may be used after its event arrived, in milliseconds. It works once. */
  readonly tokenLifetimeMs: number;
  /**
   * A copy of the event gives its token that time again, unless the event is older than this, in milliseconds. Absent:
   * however old it is.
   */
  readonly longestTokenAgeMs?: number;
  /**
   * As `Adapter.send`: one attempt. There is no key, so a lost answer is `ambiguous`. A token that is used or too old is
   * class `recipient`: an ordinary send may follow at once.
   */
  send(request: ReplyRequest, options: CallOptions): Promise<SendReceipt>;
}

export interface ReplyRequest extends AttemptRequest {
  readonly replyToken: string;
}

/** Sends to people whom the provider knows and we need not list. */
export interface AudienceCapability {
  /** The audience types that `parse` understands: `line-broadcast`, `line-narrowcast`. */
  readonly types: readonly string[];
  /** The audience in the provider's own words, or what is wrong with it. Pure. */
  parse(audience: JsonObject): AudienceResult;
  /**
   * The same audience, and of it only the members of an audience that the provider keeps. Pure. Absent: it keeps none.
   */
  within?(audience: JsonObject, providerAudienceId: string): JsonObject;
  /** One attempt; a receipt means that the provider took it on, not that anybody was reached. */
  send(request: AudienceRequest, options: CallOptions): Promise<SendReceipt>;
  /** How far a send has come; undefined where this type of send has no progress to ask for. */
  progress(request: AudienceProgressRequest, options: CallOptions): Promise<AudienceProgress | undefined>;
}

export type AudienceResult =
  | {
      readonly ok: true;
      /** The endpoint that carries this audience; a key of `limits`. */
      readonly endpoint: string;
      /** What the request body says besides the messages. */
      readonly target: JsonObject;
      /** Whether `progress` will have an answer. */
      readonly hasProgress: boolean;
    }
  | { readonly ok: false; readonly problems: readonly ContentProblem[] };

export interface AudienceRequest extends AttemptRequest {
  /** As `parse` made it. */
  readonly target: JsonObject;
}

export interface AudienceProgressRequest {
  readonly endpoint: string;
  /** As the receipt gave it. */
  readonly requestId: string;
}

/** The provider's own count of an audience send; null where it tells none. */
export interface AudienceProgress {
  readonly phase: "waiting" | "sending" | "succeeded" | "failed";
  readonly target: number | null;
  readonly success: number | null;
  readonly failure: number | null;
  /** Present with `failed`. */
  readonly errorClass?: ErrorClass;
  readonly providerCode?: string;
}

/** Asks the provider itself whether it would take a payload. */
export interface ValidationCapability {
  readonly endpoint: string;
  /** Empty when it would. Sends nothing; one request, which throws `ProviderError` when it brought no answer. */
  check(request: ValidationRequest, options: CallOptions): Promise<readonly ContentProblem[]>;
}

export interface ValidationRequest {
  /** What was rendered; problems point into it. */
  readonly content: Content;
  readonly payload: JsonObject;
  /** The endpoint that would carry the payload. */
  readonly endpoint: string;
}
