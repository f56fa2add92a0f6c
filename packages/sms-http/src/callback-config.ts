import type { KeywordSettings } from "@todoke/sms-core";
import type { ReportFields } from "./config.ts";

/** What a carrier posts: reports on messages, and messages that people wrote. Values are paths into what arrived. */
export interface CallbackRules {
  /** Where the values are: in a JSON body, in a form, or in the query of the address. */
  readonly format: CallbackFormat;
  readonly authentication: CallbackAuthentication;
  /** Path of a list, where one request holds several reports; the whole of what arrived where absent. */
  readonly list?: string;
  readonly report?: CallbackReportFields;
  readonly inbound?: InboundFields;
}

export const callbackFormats = ["json", "form", "query"] as const;
export type CallbackFormat = (typeof callbackFormats)[number];

/** One of `messageId`, `attemptId` and a callback address of the attempt's own leads back to the attempt. */
export interface CallbackReportFields extends ReportFields {
  readonly messageId?: string;
  /** Where the carrier echoes `{{attemptId}}` or `{{attemptIdHex}}`. */
  readonly attemptId?: string;
}

/** The whole of it is handed on in the carrier's own words; these say who wrote, when, and which copies are the same. */
export interface InboundFields {
  /** What tells an inbound message from a report. Where absent: that it has no status. */
  readonly when?: { readonly at: string; readonly equals: string };
  readonly from: string;
  /** What they wrote; read for words like `STOP` and `START`, which stop and resume messages to them. */
  readonly text?: string;
  /** Words that stop and resume messages, beside the usual English ones. Go with `text`. */
  readonly keywords?: KeywordSettings;
  /** The carrier's own id of it, by which copies are known. */
  readonly messageId: string;
  readonly at?: string;
  /** As in reports. */
  readonly utcOffset?: string;
}

/** How a callback proves where it comes from. Several secrets hold while one is being replaced. */
export type CallbackAuthentication = HmacAuthentication | HeaderSecret | QuerySecret | TokenOnly;

export interface HmacAuthentication {
  readonly type: "hmac";
  readonly algorithm: "sha256" | "sha1";
  readonly secrets: readonly string[];
  /** The header with the signature. */
  readonly header: string;
  readonly encoding: "hex" | "base64";
  /** What stands before the signature in its header: `sha256=`. */
  readonly prefix?: string;
  /** What is signed, of `{{body}}` (the bytes as they came), `{{timestamp}}`, `{{url}}` and `{{method}}`; the body where absent. */
  readonly content?: string;
  /** When it was signed: ISO 8601 or Unix time. Goes with `{{timestamp}}` in `content`. */
  readonly timestamp?: {
    readonly header: string;
    /** How far from our clock, in milliseconds; 5 minutes where absent. */
    readonly toleranceMs?: number;
  };
}

/** A secret that the carrier sends as it is: `Authorization: Bearer …`. */
export interface HeaderSecret {
  readonly type: "header";
  readonly header: string;
  /** Whole values of the header. */
  readonly secrets: readonly string[];
}

/** A secret in the address that was entered at the carrier. It is added to `{{callbackUrl}}`. */
export interface QuerySecret {
  readonly type: "query";
  readonly parameter: string;
  readonly secrets: readonly string[];
}

/**
 * Nothing but the unguessable token in the attempt's own `{{callbackUrl}}`. A report is believed of that attempt alone,
 * and inbound messages are not believed at all.
 */
export interface TokenOnly {
  readonly type: "token";
}
