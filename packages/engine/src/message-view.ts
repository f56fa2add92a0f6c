import type { AudienceProgress, Content, DeliveryOutcome, DeliveryStatus, MessageStatus, Purpose } from "@todoke/core";
import type { MessageBudget } from "./budgets/budget.ts";
import type { AudienceRequest, MessageWebhooks, Platform } from "./message-request.ts";
import type { PlanView } from "./plan-view.ts";
import type { SendingSpeedLimit } from "./speed/sending-speed-limit.ts";
import type { DeliveryTimeWindow } from "./windows/delivery-time-window.ts";

/** A message as callers see it. */
export interface MessageView {
  /** `msg_` and 32 hexadecimal digits. */
  readonly id: string;
  /** It was sent to testers to be tried out. */
  readonly test?: boolean;
  readonly status: MessageStatus;
  readonly reference?: string;
  readonly purpose: Purpose;
  readonly createdAt: Date;
  /** When the last delivery became final. */
  readonly completedAt?: Date;
  /** When a message that was open was started. */
  readonly startedAt?: Date;
  /** When it is or was to be released; absent where that was never asked for. */
  readonly sendAt?: Date;
  /** The absolute end that was asked for. */
  readonly expiresAt?: Date;
  /**
   * When what has not succeeded expires; with a sending speed limit, when the last would where nothing comes in between; of an
   * open message, when it ends unless it is started.
   */
  readonly validUntil: Date;
  /** The stored template that the content came from, and its version. */
  readonly template?: TemplateOfMessage;
  readonly content: Content;
  readonly plan: PlanView;
  readonly deliveryTimeWindow?: DeliveryTimeWindow;
  readonly sendingSpeedLimit?: SendingSpeedLimit;
  readonly platform?: Platform;
  readonly webhooks?: MessageWebhooks;
  /** What it may spend. */
  readonly budget?: MessageBudget;
  /** Present when the message goes to an audience and not to a list of people. */
  readonly audience?: AudienceRequest;
  /** The inbound event that the message answers. */
  readonly inReplyTo?: string;
  /** The trace that its acceptance is part of, where that was sampled. */
  readonly traceId?: string;
  /** The provider's own count of an audience send, never part of `counts`; null where it tells none. */
  readonly reach?: AudienceReach;
  readonly counts: MessageCounts;
}

export interface TemplateOfMessage {
  /** `tpl_…`. */
  readonly id: string;
  readonly version: number;
}

export interface AudienceReach extends Omit<AudienceProgress, "errorClass" | "providerCode"> {
  readonly observedAt: Date;
}

/** Every recipient is in exactly one of the statuses, and every final one in exactly one of the outcomes. */
export interface MessageCounts extends Readonly<Record<DeliveryStatus, number>> {
  readonly recipients: number;
  readonly outcomes: readonly OutcomeCount[];
  /** Recipients who, on the providers' word, were reached by more than one step. */
  readonly duplicateContacts: number;
  /** Recipients for whom a call was made that may have repeated an earlier one; marked before the call. */
  readonly possibleDuplicates: number;
}

export interface OutcomeCount {
  readonly outcome: DeliveryOutcome;
  readonly succeeded: boolean;
  /** The channel whose step decided; absent where no step was tried. */
  readonly channel?: string;
  readonly count: number;
}

/** One page of a list; `nextCursor` is absent on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

export interface PageRequest {
  readonly cursor?: string;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface MessageListRequest extends PageRequest {
  readonly status?: MessageStatus;
  readonly reference?: string;
  /** Of the caller's own `platform`. */
  readonly entityId?: string;
  readonly applicationId?: string;
  /** By its id, `tpl_…`. */
  readonly template?: string;
}

export interface DeliveryListRequest extends PageRequest {
  readonly status?: DeliveryStatus;
  readonly outcome?: DeliveryOutcome;
  readonly succeeded?: boolean;
}
