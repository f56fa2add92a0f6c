import type { Content } from "./content.ts";
import type { Reachability } from "./delivery.ts";
import type { ErrorClass } from "./error-class.ts";
import type { ProviderEvidence, SuccessEvidence } from "./evidence.ts";
import type { JsonObject } from "./json.ts";
import type { Purpose } from "./plan.ts";
import type { Webhook } from "./webhook.ts";

/**
 * The code between this contract and one channel of one provider account. The members up to `send` are required;
 * everything after it is a capability object that an adapter has or has not.
 */
export interface Adapter {
  readonly specificationVersion: 1;
  /** The vendor: `line`, `twilio`. */
  readonly provider: string;
  /** The way to a person: `line`, `line-notification`, `sms`. */
  readonly channel: string;
  readonly address: AddressRule;
  /** Purposes that the provider forbids on this channel, with the reason that the plan gives. */
  readonly forbiddenPurposes?: Partial<Readonly<Record<Purpose, string>>>;
  /** Pure: the same content gives the same payload, byte for byte once serialised. */
  render(content: Content, context: RenderContext): RenderResult;
  /**
   * Makes one attempt and never repeats it. Resolves when the provider accepted; throws `ProviderError` otherwise,
   * with class `ambiguous` whenever the provider may have acted.
   */
  send(request: SendRequest, options: CallOptions): Promise<SendReceipt>;

  readonly bulk?: BulkCapability;
  readonly idempotency?: IdempotencyCapability;
  /** Absent: acceptance is all that this channel ever proves. */
  readonly evidence?: EvidenceCapability;
  readonly webhook?: Webhook;
  readonly reconcile?: ReconcileCapability;
  readonly reachability?: ReachabilityCapability;
  /** Documented rates by endpoint. */
  readonly limits?: Readonly<Record<string, RateLimit>>;
  readonly cost?: CostCapability;
}

/** Which of a recipient's addresses a channel uses, and what a well-formed one looks like. */
export interface AddressRule {
  readonly kind: string;
  /** The address in its one canonical form, or why it is none. Pure, and makes no call. */
  parse(address: string): AddressResult;
}

export type AddressResult =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly reason: string };

export interface RenderContext {
  readonly purpose: Purpose;
  /** BCP 47 language tag of the recipient, where known. */
  readonly locale?: string;
}

export type RenderResult =
  | {
      readonly ok: true;
      /** The provider's request body without the address. */
      readonly payload: JsonObject;
      /** The endpoint that carries this payload to one recipient; a key of `limits`. */
      readonly endpoint: string;
      /** What the channel cannot carry, in words for the caller: empty when nothing is lost. */
      readonly lost: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly ContentProblem[] };

/** One thing in the content that the channel refuses. */
export interface ContentProblem {
  /** JSON pointer relative to the content: `/text`. */
  readonly pointer: string;
  /** Stable, kebab-case. */
  readonly code: string;
  readonly detail: string;
}

/** Bounds one provider call. Adapters honour both. */
export interface CallOptions {
  /** The call is given up after this many milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

interface AttemptRequest {
  /** The attempt's id, a UUID: idempotency key and delivery tag are made of it. */
  readonly attemptId: string;
  /** As `render` made it. */
  readonly payload: JsonObject;
  /** As `render` named it, or the bulk endpoint. */
  readonly endpoint: string;
  /** Where the provider shall report on this attempt; holds the attempt's callback token. */
  readonly callbackUrl?: string;
  /** How long the provider may still deliver, in milliseconds. */
  readonly validityPeriodMs?: number;
  readonly purpose: Purpose;
}

export interface SendRequest extends AttemptRequest {
  /** In canonical form. */
  readonly to: string;
}

export interface BulkRequest extends AttemptRequest {
  /** In canonical form, without repetition, at most `maxRecipients`. */
  readonly to: readonly string[];
}

export interface SendReceipt {
  /** Mostly `accepted`; stronger where the answer itself proves more. */
  readonly evidence: SuccessEvidence;
  /** In the order of the payload's parts; empty where the provider returns none. */
  readonly providerMessageIds: readonly string[];
  readonly requestId?: string;
  /** The provider had accepted this key before: this call changed nothing. */
  readonly duplicate: boolean;
}

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
}
