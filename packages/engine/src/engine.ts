import type { Adapter, InboundRequest } from "@todoke/core";
import type { DatabaseSettings } from "./database/open-database.ts";
import type { DeliveryDetail, DeliveryView } from "./delivery-view.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { DeliveryListRequest, MessageListRequest, MessageView, Page } from "./message-view.ts";
import type { PlanExplanation } from "./plan-view.ts";

/** One set of credentials at a provider, as the engine uses it. */
export interface EngineAccount {
  /** Never changes: attempts and inbound addresses carry it. */
  readonly id: string;
  readonly adapters: readonly Adapter[];
}

/** Where the engine says what it does. Never called with secrets, addresses or message text. */
export interface EngineLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EngineOptions {
  readonly database: DatabaseSettings;
  /** In the order in which plans prefer them. */
  readonly accounts: readonly EngineAccount[];
  /** Where providers reach us, without a trailing slash. Absent: no callbacks are asked for. */
  readonly publicBaseUrl?: string;
  readonly defaultPlan?: PlanRequest;
  readonly log?: EngineLog;
  readonly settings?: Partial<EngineSettings>;
}

/** What can be tuned; the defaults suit one machine of two cores. */
export interface EngineSettings {
  /** How often due work is looked for, in milliseconds. */
  readonly pollIntervalMs: number;
  /** How long one provider call may take, in milliseconds. */
  readonly callTimeoutMs: number;
  /** How long claimed work belongs to its claimer, in milliseconds; longer than any call takes. */
  readonly leaseMs: number;
  /** Provider calls under way at once, in this process. */
  readonly concurrentCalls: number;
}

/** Summary of one inbound request. */
export interface InboundSummary {
  readonly events: number;
}

/**
 * The durable heart: accepts messages, carries out their plans and accounts for every recipient. All methods may be
 * called before `start`; work is only taken up between `start` and `stop`.
 */
export interface Engine {
  start(): void;
  /** Claims nothing more, waits for calls under way, writes their outcomes and closes the database. */
  stop(): Promise<void>;
  /** Writes the message, its deliveries and its first work in one transaction. Throws `InvalidRequestError`. */
  submit(request: MessageRequest): Promise<MessageView>;
  /** Says what `submit` would do, and writes nothing. Throws `InvalidRequestError`. */
  explain(request: MessageRequest): Promise<PlanExplanation>;
  message(id: string): Promise<MessageView | undefined>;
  messages(request: MessageListRequest): Promise<Page<MessageView>>;
  /** Undefined when there is no such message. */
  deliveries(messageId: string, request: DeliveryListRequest): Promise<Page<DeliveryView> | undefined>;
  delivery(id: string): Promise<DeliveryDetail | undefined>;
  /**
   * Takes in what a provider posted. Throws `SignatureError`; answers undefined for an account that does not exist or
   * has no webhook.
   */
  receive(accountId: string, request: InboundRequest): Promise<InboundSummary | undefined>;
  /** Throws when the database does not answer. */
  checkHealth(): Promise<void>;
}
