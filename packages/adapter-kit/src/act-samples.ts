import type {
  AttemptRequest,
  AudienceProgress,
  Content,
  ErrorClass,
  ErrorScope,
  JsonObject,
  SuccessEvidence,
  SuppressionCause,
} from "@todoke/core";
import type { ExpectedRequest } from "./expected-request.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { Script, ScriptedResponse } from "./scripted-answer.ts";

/** One message that the provider accepts. */
export interface SendSample {
  readonly title: string;
  /** In canonical form. */
  readonly to: string;
  readonly content: Content;
  readonly callbackUrl?: string;
  readonly validityPeriodMs?: number;
  /** What goes over the wire, by the vendor's documentation and not by the adapter. */
  request(attempt: AttemptRequest): ExpectedRequest;
  readonly accepted: ScriptedResponse;
  readonly receipt: ExpectedReceipt;
}

export interface ExpectedReceipt {
  /** `accepted` where absent. */
  readonly evidence?: SuccessEvidence;
  readonly providerMessageIds: readonly string[];
  readonly requestId?: string;
}

/** An attempt that the adapter refuses by itself, before any request is made. */
export interface UnsendableSample {
  readonly title: string;
  /** In canonical form. */
  readonly to: string;
  /** Content that `render` takes. */
  readonly content: Content;
  /** In place of what `render` makes of the content. */
  readonly payload?: JsonObject;
  readonly callbackUrl?: string;
  /** By `bulk`, to this one person. */
  readonly inBulk?: boolean;
  readonly class: ErrorClass;
  readonly providerCode: string;
}

/** A documented answer to a call that did not do what was asked. */
export interface RefusalSample {
  readonly title: string;
  readonly answer: ScriptedResponse;
  readonly class: ErrorClass;
  readonly providerCode?: string;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
  /** Absent: it is about the account. */
  readonly scope?: ErrorScope;
  /** What the message must show to whoever puts it right: the field at fault. */
  readonly mentions?: string;
  /** Why nothing more may go to this address; absent where more may. */
  readonly suppresses?: SuppressionCause;
  /** The send whose endpoint answers so, by its title; the first one where absent. */
  readonly send?: string;
}

export interface BulkSample {
  /** So many different addresses in canonical form, all of them fit for bulk. */
  addresses(count: number): readonly string[];
  /** Well-formed addresses that `accepts` must keep out. */
  readonly excluded?: readonly string[];
  readonly content: Content;
  request(attempt: AttemptRequest, to: readonly string[]): ExpectedRequest;
  readonly accepted: ScriptedResponse;
  readonly receipt: ExpectedReceipt;
  /** Refusals of a call to three addresses; `failedIndex` where the answer names the one at fault. */
  readonly refusals: readonly [BulkRefusalSample, ...BulkRefusalSample[]];
}

export interface BulkRefusalSample extends Omit<RefusalSample, "send"> {
  readonly failedIndex?: number;
}

export interface IdempotencySamples {
  /** The key that a request carries; undefined where it carries none. */
  readKey(request: RecordedRequest): string | undefined;
  /** The answer to a key that was accepted before. */
  readonly duplicate: ScriptedResponse;
  /** The name, out of that answer, of the call that was accepted. */
  readonly duplicateRequestId?: string;
}

export interface ReplySample {
  readonly content: Content;
  readonly replyToken: string;
  request(attempt: AttemptRequest): ExpectedRequest;
  readonly accepted: ScriptedResponse;
  readonly receipt: ExpectedReceipt;
  /** The answer to a token that was used before or is too old, and its class, which is `recipient`. */
  readonly spent: Omit<RefusalSample, "send" | "title">;
}

export interface AudienceSamples {
  /** At least one of each type that the adapter names. */
  readonly sends: readonly [AudienceSample, ...AudienceSample[]];
  /** Audiences that `parse` must refuse. */
  readonly malformed: readonly [JsonObject, ...JsonObject[]];
}

export interface AudienceSample {
  readonly audience: JsonObject & { readonly type: string };
  readonly content: Content;
  request(attempt: AttemptRequest): ExpectedRequest;
  readonly accepted: ScriptedResponse;
  readonly receipt: ExpectedReceipt;
  /** What the provider says of a send that is under way or over; empty where this type has no progress. */
  readonly progress: readonly { readonly answers: Script; readonly progress: AudienceProgress }[];
  /** The same audience, and of it only the members of one that the provider keeps. */
  readonly within?: { readonly providerAudienceId: string; readonly audience: JsonObject };
  /** Refusals that only a send to an audience meets. */
  readonly refusals?: readonly Omit<RefusalSample, "send">[];
}
