import type {
  AudienceCapability,
  Bill,
  BulkCapability,
  CostCapability,
  EvidenceCapability,
  IdempotencyCapability,
  QuotaCapability,
  RateLimit,
  ReachabilityCapability,
  ReconcileCapability,
  ReplyCapability,
  ValidationCapability,
} from "./capabilities.ts";
import type { Content } from "./content.ts";
import type { SuccessEvidence } from "./evidence.ts";
import type { JsonObject } from "./json.ts";
import type { Purpose } from "./plan.ts";
import type { StatisticsCapability } from "./statistics.ts";
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
  readonly quota?: QuotaCapability;
  readonly reply?: ReplyCapability;
  readonly audience?: AudienceCapability;
  readonly statistics?: StatisticsCapability;
  readonly validation?: ValidationCapability;
}

/** Which of a recipient's addresses a channel uses, and what a well-formed one looks like. */
export interface AddressRule {
  readonly kind: string;
  /** The address in its one canonical form, or why it is none. Pure, and makes no call. */
  parse(address: string): AddressResult;
  /** The country of an address in canonical form, ISO 3166-1 alpha-2; undefined where it names none. Pure. */
  countryOf?(address: string): string | undefined;
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
      /** What the provider may refuse although nothing here is known to be wrong, in words for the caller. */
      readonly warnings?: readonly string[];
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

/** What every attempt carries, whoever it goes to. */
export interface AttemptRequest {
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

export interface SendReceipt {
  /** Mostly `accepted`; stronger where the answer itself proves more. */
  readonly evidence: SuccessEvidence;
  /** In the order of the payload's parts; empty where the provider returns none. */
  readonly providerMessageIds: readonly string[];
  readonly requestId?: string;
  readonly bill?: Bill;
  /** The provider had accepted this key before: this call changed nothing. */
  readonly duplicate: boolean;
}
