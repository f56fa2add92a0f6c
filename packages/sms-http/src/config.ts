import type { ErrorClass, JsonValue, RateLimit, SuccessEvidence } from "@todoke/core";
import type { Locator } from "./answers/locator.ts";
import type { CallbackRules } from "./callback-config.ts";

/** One carrier, described by its documentation. Secrets are settings like all others; nothing is read from elsewhere. */
export interface HttpSmsConfig {
  /** The call that sends one SMS. */
  readonly request: RequestTemplate;
  /** How the answer to that call is read. */
  readonly answer: AnswerRules;
  /** How `{{to}}` is written: `+66812345678` (`e164`, where absent), `66812345678` (`digits`), `0812345678` (`national`). */
  readonly numberFormat?: NumberFormat;
  /** Countries that the carrier serves (ISO 3166-1 alpha-2). All where absent; exactly one with `national`. */
  readonly countries?: readonly string[];
  /** What `{{text}}` becomes: itself (`utf-8`, where absent), or upper-case hex of its UTF-16BE code units. */
  readonly textEncoding?: TextEncoding;
  /** What `{{coding}}` becomes, by the alphabet that the text needs. */
  readonly codings?: { readonly gsm7: string; readonly ucs2: string };
  /** Longest text, in segments; 10 where absent. */
  readonly maxSegments?: number;
  /** `{{from}}`: a number, a short code, or a name of up to 11 letters and digits. */
  readonly from?: string;
  /** `{{from}}` by country of the recipient (ISO 3166-1 alpha-2), before `from`. */
  readonly senderByCountry?: Readonly<Record<string, string>>;
  /** Bounds of what the carrier takes as validity; what lies outside is moved to the nearest bound. */
  readonly validity?: { readonly minMs?: number; readonly maxMs?: number };
  /** Documented rates. 10 calls in a second where absent: an assumption. */
  readonly limits?: Partial<Readonly<Record<EndpointName, RateLimit>>>;
  /** What the carrier posts to us. */
  readonly callbacks?: CallbackRules;
  /** The call that asks what became of an SMS. */
  readonly statusQuery?: StatusQueryRules;
  /** After this long without news nothing more will come, in milliseconds; 48 hours where absent. */
  readonly horizonMs?: number;
}

export const numberFormats = ["e164", "digits", "national"] as const;
export type NumberFormat = (typeof numberFormats)[number];

/** With `ucs2-hex-unless-gsm7`, a text that fits into the GSM alphabet goes out as it is. */
export const textEncodings = ["utf-8", "ucs2-hex", "ucs2-hex-unless-gsm7"] as const;
export type TextEncoding = (typeof textEncodings)[number];

export const endpointNames = ["sms-send", "sms-status"] as const;
export type EndpointName = (typeof endpointNames)[number];

/**
 * One HTTP request with `{{placeholders}}`, each escaped for the place where it stands. A query parameter, header, form
 * field or JSON member with a placeholder that has no value in this call is left out.
 */
export interface RequestTemplate {
  /** `POST` where absent. */
  readonly method?: "GET" | "POST" | "PUT";
  /** Placeholders may stand in its path. `http://` needs `allowPlainHttp`, except to this machine. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly basicAuth?: { readonly username: string; readonly password: string };
  readonly body?: BodyTemplate;
  /** Credentials and texts can then be read on the way. */
  readonly allowPlainHttp?: boolean;
}

export type BodyTemplate =
  /** Placeholders in its strings; a number where a string is nothing but a placeholder of a number. */
  | { readonly json: JsonValue }
  | { readonly form: Readonly<Record<string, string>> }
  /** For everything else. A placeholder without a value is empty here. */
  | { readonly text: string; readonly contentType: string; readonly escape: TextEscape };

export const textEscapes = ["xml", "json", "url", "none"] as const;
export type TextEscape = (typeof textEscapes)[number];

export interface AnswerRules {
  readonly accepted: {
    /** 200 to 299 where absent. Any other status from 200 to 299 leaves the outcome open. */
    readonly statuses?: readonly number[];
    /** Values at `code` that mean acceptance. Every other value there is a refusal. Goes with `code`. */
    readonly codes?: readonly string[];
  };
  /** The carrier's own code: of refusals, and of acceptance where `accepted.codes` is given. */
  readonly code?: Locator;
  /** An acceptance without it leaves the outcome open. */
  readonly messageId?: Locator;
  /** The carrier's name for the call. */
  readonly requestId?: Locator;
  /** How long to stay away, in seconds, beside the header Retry-After. */
  readonly retryAfterSeconds?: Locator;
  readonly errors?: ErrorTable;
  /** The class of refusals that `errors` does not have; `sender` where absent. */
  readonly otherwise?: UnknownRefusalClass;
}

/**
 * Error classes by the carrier's code, or by `http-402` for a status. 429 is `throttled`, and 408 and every 5xx
 * `ambiguous`, unless the table says otherwise.
 */
export type ErrorTable = Readonly<Record<string, ErrorClass>>;

export const unknownRefusalClasses = ["sender", "content", "ambiguous"] as const;
export type UnknownRefusalClass = (typeof unknownRefusalClasses)[number];

/** What a status of the carrier's means: evidence, or with an error class that the SMS failed. */
export type StatusMeaning = SuccessEvidence | FailureClass;
export type FailureClass = Exclude<ErrorClass, "ambiguous">;
export type StatusTable = Readonly<Record<string, StatusMeaning>>;

/** Where a report says what became of an SMS: paths in what was posted to us, locators in answers. */
export interface ReportFields<Place = string> {
  readonly status: Place;
  /** Statuses that are not listed say nothing. */
  readonly statuses: StatusTable;
  /** Makes the class of a failure more exact. */
  readonly errorCode?: Place;
  readonly errorCodes?: Readonly<Record<string, FailureClass>>;
  /** When it happened: ISO 8601, `YYYY-MM-DD hh:mm:ss`, or Unix time in seconds or milliseconds. */
  readonly at?: Place;
  /** `+07:00`: of times that name no zone, which are not used where this is absent. */
  readonly utcOffset?: string;
}

export interface StatusQueryRules extends ReportFields<Locator> {
  /** Its placeholders are `messageId`, `attemptId`, `attemptIdHex`, `to` and `from`. */
  readonly request: RequestTemplate;
  /** The carrier's id of the message, for when the answer to the call was lost. */
  readonly messageId?: Locator;
  /** The carrier's own code in an answer that is no report. */
  readonly code?: Locator;
  /** Codes that mean that there is no such message. */
  readonly notFoundCodes?: readonly string[];
  /** When to ask after a lost answer, from the call, ascending. Needs a request without `{{messageId}}`. */
  readonly lostAnswerDelaysMs?: readonly number[];
  /** When to ask after an accepted call fell silent, from acceptance, ascending. */
  readonly silenceDelaysMs?: readonly number[];
}
