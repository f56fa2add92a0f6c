import type { MessageBudget } from "./budgets/budget.ts";
import type { Content, JsonValue, OnUnknown, Purpose, Recipient, StepAccount, SuccessEvidence } from "@todoke/core";
import type { SendingSpeedLimit } from "./speed/sending-speed-limit.ts";
import type { SpanPlace } from "./tracing/tracer.ts";
import type { DeliveryTimeWindow } from "./windows/delivery-time-window.ts";

/** What a caller asks for. Durations are ISO 8601 (`PT2M`); shapes are checked at the edge, meaning is checked here. */
export interface MessageRequest {
  /** The caller's own name for this message; no other message of the project has it. */
  readonly reference?: string;
  /** Default `notice`. */
  readonly purpose?: Purpose;
  /** Who receives it. Exactly one of `to` and `audience` is given, or `inReplyTo`, or `open`, each with or without `to`. */
  readonly to?: readonly Recipient[];
  /**
   * A list that is kept here (`{ type: "list", id }`), or contacts by what is known of them (`{ type: "filter", filter }` or, of
   * a stored one, `id`): recipients like those of `to`. Or people whom
   * the provider knows and nobody needs to list: one delivery, and a plan of one step.
   */
  readonly audience?: AudienceRequest;
  /**
   * The inbound event that this answers, `evt_…`: it goes to whom the event came from, as a reply while the event's
   * token lives. `to` may then add what else is known of that one recipient.
   */
  readonly inReplyTo?: string;
  /**
   * It is tried out: outside frequency caps and windows, without asking for consent, marked as a test wherever it is told of, and
   * without a name under which providers would add it up.
   */
  readonly test?: boolean;
  /** Recipients are added later, any number of them, until the message is started. It then has seven days to be started. */
  readonly open?: boolean;
  /** Exactly one of `content` and `template` is given. */
  readonly content?: Content;
  /** Stored content that is sent as it stands when the message is accepted. */
  readonly template?: TemplateReference;
  /** Absent: the configuration's default plan, else LINE then SMS for the accounts that exist. */
  readonly plan?: PlanRequest;
  /** ISO 8601 instant, up to 180 days ahead. Default, and where it has passed: at once. */
  readonly sendAt?: string;
  /** ISO 8601 instant: the absolute end, whatever else is asked for. */
  readonly expiresAt?: string;
  /** From release: what has not succeeded by then expires. Default and maximum 48 h; otp: 10 min. */
  readonly validityPeriod?: string;
  /** Outside of it deliveries are held, not dropped; the validity period runs on. */
  readonly deliveryTimeWindow?: DeliveryTimeWindow;
  /** Recipients are released one after the other, evenly; `validityPeriod` runs from each one's own release. */
  readonly sendingSpeedLimit?: SendingSpeedLimit;
  readonly platform?: Platform;
  /** What it may spend, all its steps together: what goes beyond waits until somebody raises it. */
  readonly budget?: MessageBudget;
  readonly statistics?: StatisticsRequest;
  /** Where its own reports are posted, beside the project's endpoints. */
  readonly webhooks?: MessageWebhooks;
  /** The recorded span that asks for it: the message is then traced, from here to its last report. No part of the message. */
  readonly parentSpan?: SpanPlace;
}

/** A stored template, by exactly one of its id and its name. */
export interface TemplateReference {
  /** `tpl_…`. */
  readonly id?: string;
  readonly name?: string;
  /** Default: the latest. */
  readonly version?: number;
}

/** Posts are signed by the project's secret for messages, and never hold personal data but where a `format` puts it in. */
export interface MessageWebhooks {
  readonly delivery: MessageWebhook;
}

export interface MessageWebhook {
  /** https; http only where the operator allows the network. */
  readonly url: string;
  /** Only reports that are final. Default false. */
  readonly finalOnly?: boolean;
  /** One of the engine's `reportFormats`, which words the posts; default: the engine's own words. */
  readonly format?: string;
}

/** What is to be known of the message later. */
export interface StatisticsRequest {
  /**
   * The name under which providers add up opens and clicks, also those of other messages that bear it. Default: one of
   * the message's own from 100 people on.
   */
  readonly unit?: string;
}

/** An audience in the words of the adapter that sends to it: `line-broadcast`, `line-narrowcast`. */
export interface AudienceRequest {
  readonly type: string;
  readonly [key: string]: JsonValue;
}

/** The caller's own tenancy, carried through to views and reports. */
export interface Platform {
  readonly entityId?: string;
  readonly applicationId?: string;
}

/** A plan as asked for; what is absent gets a default that the answer shows. */
export interface PlanRequest {
  readonly steps: readonly StepRequest[];
  readonly onUnknown?: OnUnknown;
  /** How long a lost answer may be looked into before `onUnknown` decides. Default PT10M. */
  readonly unknownHold?: string;
  readonly reachability?: "ask" | "assume";
  /** Default P1D. */
  readonly reachabilityMaxAge?: string;
}

export interface StepRetry {
  /** ISO 8601 duration: `PT10M`. */
  readonly every: string;
}

export interface StepRequest {
  readonly channel: string;
  /** Default: the first configured account that has the channel. */
  readonly account?: string;
  /**
   * In place of `account`: several that may carry the step, in order of preference, or all with a weight, which is then
   * their share of the deliveries. Each has the channel, and all reach the same kind of address.
   */
  readonly accounts?: readonly (string | StepAccount)[];
  readonly content?: Content;
  /** Default: the strongest evidence that the channel can give. */
  readonly succeedOn?: SuccessEvidence;
  readonly switchAfter?: string;
  /**
   * Tries the step again so long after each failure of class `unreachable` (a phone that is off), until `switchAfter` or
   * the end of the delivery. Default: not at all.
   */
  readonly retry?: StepRetry;
  readonly validityPeriod?: string;
  /** Goes ahead although success comes by webhook alone and none has ever come in. Default false. */
  readonly allowUnverifiedInbound?: boolean;
}
