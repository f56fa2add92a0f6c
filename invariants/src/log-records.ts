import type { WindowRecord } from "./records.ts";

/** A call as the provider noted it. The simulator's ledger has this form. Times are ISO 8601. */
export interface LedgerRecord {
  readonly sequence: number;
  readonly at: string;
  readonly endpoint: string;
  /** Empty where the provider knows whom it goes to. */
  readonly to: readonly string[];
  readonly retryKey?: string;
  readonly deliveryTag?: string;
  /** Carries the attempt's token as `attempt`. */
  readonly callbackUrl?: string;
  readonly requestId?: string;
  readonly providerMessageIds: readonly string[];
  /** Of the request's bytes. */
  readonly payloadHash?: string;
  /** False: the call arrived, and nothing was carried out, as when its key was used before. Absent: accepted. */
  readonly accepted?: boolean;
}

/** What a caller was answered with 2xx. `askedAt` is when the request was sent, `at` when the answer arrived. */
export type ClientRecord =
  | (ClientEntry & {
      readonly type: "accepted";
      /** How many recipients the message then had; absent where it is still open. */
      readonly recipients?: number;
      readonly sendAt?: string;
      readonly expiresAt?: string;
      readonly deliveryTimeWindow?: WindowRecord;
    })
  | (ClientEntry & {
      readonly type: "cancelled";
      /** One delivery of it alone. */
      readonly number?: number;
    })
  | (ClientEntry & { readonly type: "rescheduled"; readonly sendAt: string })
  | (ClientEntry & { readonly type: "paused" | "resumed" });

interface ClientEntry {
  readonly askedAt: string;
  readonly at: string;
  /** `msg_…` */
  readonly messageId: string;
}

/** A provider's event that was posted to us and taken. */
export interface CallbackRecord {
  readonly at: string;
  readonly accountId: string;
  /** As it is kept: one event has one name, in every copy. */
  readonly eventId: string;
  readonly kind: "evidence" | "inbound";
}

/** A report of ours as it arrived. */
export interface ReportRecord {
  readonly at: string;
  /** `dlv_…` */
  readonly deliveryId: string;
  /** From 1, for each delivery. */
  readonly sequence: number;
  /** It tells the outcome. */
  readonly isFinal: boolean;
}
