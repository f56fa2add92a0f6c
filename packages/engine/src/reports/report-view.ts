import type { AttemptEvidence, DeliveryOutcome, JsonObject } from "@todoke/core";
import type { Platform } from "../message-request.ts";
import type { ReportReason, ReportType } from "./report.ts";

/** Our word to the caller: one thing that happened to a delivery. */
export interface ReportView {
  /** `rpt_`, the message's 32 hexadecimal digits, `_`, the recipient's position from 0, `_` and `number`. */
  readonly id: string;
  /** From 1, without gaps within a delivery: a number that is missing is still to come. */
  readonly number: number;
  readonly type: ReportType;
  /** It tells how the delivery ended. Only a correction, from no success to success, can follow. */
  readonly final: boolean;
  readonly at: Date;
  readonly messageId: string;
  /** The message was tried out on testers. */
  readonly test?: boolean;
  readonly deliveryId: string;
  /** The caller's name for the message. */
  readonly messageReference?: string;
  /** The caller's name for the recipient. */
  readonly reference?: string;
  readonly platform?: Platform;
  /** The step that it tells of, from 0. */
  readonly step: number;
  /** Of a switch: the step that takes over. */
  readonly toStep?: number;
  readonly channel?: string;
  /** The provider call that it tells of. */
  readonly attemptId?: string;
  /** The word of the provider that led to it. */
  readonly evidence?: AttemptEvidence;
  /** Present where `final`. */
  readonly outcome?: DeliveryOutcome;
  /** Present where `final`. */
  readonly succeeded?: boolean;
  /** Of a correction: the outcome that was reported before. */
  readonly previousOutcome?: DeliveryOutcome;
  /** Why there is no success, why a step was passed over, or why the next one took over. */
  readonly reason?: ReportReason;
  /** Another step had reached the person before. */
  readonly duplicateContact?: true;
  /** The call that follows may repeat an earlier one. */
  readonly possibleDuplicate?: true;
  /** Where personal data was asked for. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Where personal data was asked for. */
  readonly variables?: JsonObject;
}

/** Whoever reads the feed, at a pace of their own. */
export interface ReportSubscription {
  readonly name: string;
  /** Only reports that are final. */
  readonly finalOnly: boolean;
  /** With addresses and variables. */
  readonly includePersonalData: boolean;
  /** What has been acknowledged; a read without a cursor goes on from here. */
  readonly cursor: string;
  readonly acknowledgedAt?: Date;
  readonly createdAt: Date;
}

/** What a subscription is to be. */
export interface SubscriptionRequest {
  /** No other subscription of the project has it. */
  readonly name: string;
  /** Default false. */
  readonly finalOnly?: boolean;
  /** Default false. */
  readonly includePersonalData?: boolean;
}

export interface FeedRequest {
  readonly subscription: string;
  /** Of an earlier page; absent: what was acknowledged. */
  readonly cursor?: string;
  readonly limit: number;
}

/** Part of the feed. */
export interface FeedPage {
  readonly items: readonly ReportView[];
  /** Where the next page begins, also after an empty one; to be acknowledged once the items are safe with the caller. */
  readonly cursor: string;
}

/** What callers are told, as they fetch it. */
export interface ReportFeed {
  subscriptions(): Promise<readonly ReportSubscription[]>;
  /** Reports are kept for it from here on. Asking again changes what it gets, and leaves where it stands. */
  subscribe(request: SubscriptionRequest): Promise<ReportSubscription>;
  /** False where there is no such subscription. */
  unsubscribe(name: string): Promise<boolean>;
  /**
   * Reports in the order in which they were committed. What is not acknowledged comes again; what commits later comes later.
   * Undefined where there is no such subscription.
   */
  read(request: FeedRequest): Promise<FeedPage | undefined>;
  /** Never goes back; a cursor that has not been given out yet counts as the last that has. Undefined where there is no such subscription. */
  acknowledge(name: string, cursor: string): Promise<ReportSubscription | undefined>;
}
