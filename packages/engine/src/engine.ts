import type { KeyObject } from "node:crypto";
import type { AccountServices, Adapter, InboundRequest, Purpose, RateLimit } from "@todoke/core";
import type { ApiKeys, KeyHolder } from "./api-keys/api-key-view.ts";
import type { Budgets } from "./budgets/budget-view.ts";
import type { Budget } from "./budgets/budget.ts";
import type { FrequencyCap } from "./caps/frequency-cap.ts";
import type { StoredAudiences } from "./audiences/stored-audiences.ts";
import type { Controls } from "./control/controls.ts";
import type { Contacts } from "./contacts/contact-view.ts";
import type { Prices } from "./costs/prices.ts";
import type { DatabaseSettings } from "./database/open-database.ts";
import type { Doors } from "./doors/door-view.ts";
import type { DeliveryDetail, DeliveryView } from "./delivery-view.ts";
import type { AccountHealth } from "./health/account-health.ts";
import type { KeyedRequests } from "./idempotency/keyed-requests-view.ts";
import type { InboundEventHandler } from "./inbound/hand-out-events.ts";
import type { InboundLog } from "./inbound/inbound-event-view.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { TestRequest } from "./submit-test.ts";
import type { DeliveryListRequest, MessageListRequest, MessageView, Page } from "./message-view.ts";
import type { EngineGauges } from "./observing/gauges.ts";
import type { EngineObserver } from "./observing/observation.ts";
import type { OpenMessages } from "./open-messages/open-messages-view.ts";
import type { PlanExplanation } from "./plan-view.ts";
import type { ReportFeed } from "./reports/report-view.ts";
import type { Retention } from "./retention/retention.ts";
import type { KeptAccounts } from "./stored-accounts/stored-account.ts";
import type { StoredAccounts } from "./stored-accounts/stored-accounts.ts";
import type { Suppressions } from "./suppressions/suppression-view.ts";
import type { Quotas } from "./quota/quota-view.ts";
import type { Statistics } from "./statistics/statistics.ts";
import type { EgressSettings, Resolve } from "./egress/egress-client.ts";
import type { Relays } from "./relay/relay-view.ts";
import type { Tracer } from "./tracing/tracer.ts";
import type { ReportFormats } from "./webhooks/report-format.ts";
import type { Templates } from "./templates/template-view.ts";
import type { Triggers } from "./triggers/trigger-view.ts";
import type { Webhooks } from "./webhooks/webhook-view.ts";
import type { DeliveryTimeWindow } from "./windows/delivery-time-window.ts";

/** Who brought an account: the operator with the configuration, or a caller through the API. */
export type AccountSource = (typeof accountSources)[number];
export const accountSources = ["configuration", "api"] as const;

/** One set of credentials at a provider, as the engine uses it. */
export interface EngineAccount {
  /** Never changes: attempts and inbound addresses carry it. */
  readonly id: string;
  /** Whose word its addresses are: what came through the API is looked at before it is called. Default `configuration`. */
  readonly source?: AccountSource;
  /** Makes no call: plans pass it over. What it has begun is finished, and what its provider posts is taken in. */
  readonly isPaused?: boolean;
  readonly adapters: readonly Adapter[];
  /** What the account offers besides sending. */
  readonly services?: AccountServices;
  /** An http or https address that gets a copy of every verified inbound request, byte for byte. */
  readonly forwardTo?: string;
  /**
   * Countries that the account sends to, ISO 3166-1 alpha-2: it is passed over for addresses of others, and of none.
   * Absent: all. For channels whose addresses tell their country.
   */
  readonly countries?: readonly string[];
  /** Units of quota that notices and marketing leave to codes and alerts, while another step can take over. */
  readonly keepQuota?: number;
  /** Rates by endpoint in place of those that the adapters document: an account may have been granted others. */
  readonly limits?: Readonly<Record<string, RateLimit>>;
  /**
   * Whatever goes to somebody who wrote or tapped just now goes out under their reply token, free of quota. Off, tokens
   * are left to the customer's own bot, but for messages that say `inReplyTo`.
   */
  readonly useReplyTokens?: boolean;
  /** What one unit costs, by the recipient's country; plans then show money beside units. */
  readonly prices?: Prices;
}

/** Where the engine says what it does. Never called with secrets, addresses or message text. */
export interface EngineLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What one project brings along. */
export interface ProjectOptions {
  /** In the order in which plans prefer them; or what opens them, given what the database keeps of them. */
  readonly accounts: readonly EngineAccount[] | AccountsOpener;
  /** An engine has made its last call by these accounts: another took its place, or it was stopped. */
  readonly onAccountsReleased?: (accounts: readonly EngineAccount[]) => void;
  readonly defaultPlan?: PlanRequest;
  /** How often one person may be written to. */
  readonly frequencyCaps?: readonly FrequencyCap[];
  /** What may be spent, and what may go over to another step. */
  readonly budgets?: readonly Budget[];
  /**
   * When marketing goes out, and at no other time; a message's own window narrows it. For people whose zone is not known it
   * needs a `fallbackTimeZone` where it goes by the recipients' clocks. Frozen with each message. Absent: at any time.
   */
  readonly marketingWindow?: DeliveryTimeWindow;
  /** Purposes that somebody gets on a channel only once they consented to it there: `notice`, `marketing`. Default: none. */
  readonly requireConsent?: readonly Purpose[];
  /**
   * Called with each new event after it is stored, one after the other in the order of arrival, by one process. What
   * it throws is logged, and it is not called again for that event; only a crash while it runs, or a run longer than
   * `leaseMs`, brings an event twice. The next event waits for it: hand over what takes long.
   */
  readonly onInboundEvent?: InboundEventHandler;
}

/** What all projects of a process have in common. */
export interface SharedOptions {
  readonly database: DatabaseSettings;
  /** Where providers reach us, without a trailing slash. Absent: no callbacks are asked for. */
  readonly publicBaseUrl?: string;
  /**
   * Keys of 32 bytes that stored secrets are under: the first seals, and all of them open. Absent: no secret can be stored, and
   * whatever needs one says so.
   */
  readonly secretKeys?: readonly KeyObject[];
  readonly log?: EngineLog;
  readonly observer?: EngineObserver;
  /** Records spans of the messages whose `parentSpan` it recorded. Absent: nothing is traced. */
  readonly tracer?: Tracer;
  readonly settings?: Partial<EngineSettings>;
  readonly retention?: Retention;
  /** Where reports may be posted besides public https addresses. */
  readonly egress?: EgressSettings;
  /** How names in those addresses are looked up; default: as the system does. */
  readonly resolveName?: Resolve;
  /** In whose words reports may be posted to addresses that messages name, besides the engine's own. */
  readonly reportFormats?: ReportFormats;
}

/** An engine for the default project alone. */
export interface EngineOptions extends SharedOptions, ProjectOptions {}

/** Engines for all projects of the database. */
export interface EnginesOptions extends SharedOptions {
  /** By id. Those that are not there yet are made. */
  readonly projects: ReadonlyMap<string, ProjectOptions>;
  /** What a project brings along that nothing is said of; default: no accounts. */
  readonly otherProjects?: ProjectOptions;
}

/** Gives all accounts of a project, in the order in which plans prefer them. Throws `ConfigurationError`. */
export type AccountsOpener = (kept: KeptAccounts) => readonly EngineAccount[];

/** What can be tuned; the defaults suit one machine of two cores. */
export interface EngineSettings {
  /** How often due work is looked for, in milliseconds. */
  readonly pollIntervalMs: number;
  /** How long one provider call may take, in milliseconds. */
  readonly callTimeoutMs: number;
  /** How long claimed work belongs to its claimer, in milliseconds; at least 2,000 more than `callTimeoutMs`. */
  readonly leaseMs: number;
  /** Provider calls under way at once, in this process. */
  readonly concurrentCalls: number;
  /** How often each account is asked what it may still send, in milliseconds. */
  readonly quotaCheckIntervalMs: number;
  /** What part of a provider's documented rate is used, above 0 and up to 1; the rest is for clocks and slow ways. */
  readonly usedRateShare: number;
  /**
   * Whether this process sends, posts reports and keeps the rest in order; default true. False: it answers, accepts and takes in what
   * providers post, and leaves the work to other processes on the same PostgreSQL.
   */
  readonly takesUpWork: boolean;
  /** How long reports are waited for, past a step's end, after a time in which nobody was there to take them; in milliseconds. */
  readonly deafGraceMs: number;
}

export interface ExplainOptions {
  /** Ask the providers whether they would take the payloads; default false. */
  readonly validate?: boolean;
}

/** Summary of one inbound request. */
export interface InboundSummary {
  readonly events: number;
}

/** The durable heart of one project: accepts messages, carries out their plans and accounts for every recipient. */
export interface ProjectEngine {
  /**
   * Writes the message, its deliveries and its first work in one transaction. Throws `InvalidRequestError`, and
   * `ReferenceInUseError` where another message has the reference.
   */
  submit(request: MessageRequest): Promise<MessageView>;
  /**
   * Sends a message to the project's testers, as somebody else would get it. Throws `InvalidRequestError`, also where there are
   * no testers.
   */
  submitTest(request: TestRequest): Promise<MessageView>;
  /** The same for requests that may be sent again when their answer was lost. */
  readonly keyed: KeyedRequests;
  /** Messages whose recipients are added after they were submitted. */
  readonly openMessages: OpenMessages;
  /** Says what `submit` would do, and writes nothing. Throws `InvalidRequestError`. */
  explain(request: MessageRequest, options?: ExplainOptions): Promise<PlanExplanation>;
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
  readonly apiKeys: ApiKeys;
  readonly storedAccounts: StoredAccounts;
  readonly controls: Controls;
  readonly inbound: InboundLog;
  readonly quotas: Quotas;
  readonly health: AccountHealth;
  readonly audiences: StoredAudiences;
  readonly templates: Templates;
  readonly suppressions: Suppressions;
  readonly budgets: Budgets;
  readonly statistics: Statistics;
  readonly contacts: Contacts;
  readonly reports: ReportFeed;
  readonly doors: Doors;
  readonly relays: Relays;
  readonly webhooks: Webhooks;
  readonly triggers: Triggers;
  /**
   * How the engine stands. Cheap however often it is asked: what the database counts is at least five seconds old before
   * it is counted again. Throws when the database does not answer.
   */
  gauges(): Promise<EngineGauges>;
}

/**
 * The engine of the default project, with the database that it works on. All methods may be called before `start`; work is
 * only taken up between `start` and `stop`.
 */
export interface Engine extends ProjectEngine {
  start(): void;
  /** Claims nothing more, waits for calls under way, writes their outcomes and closes the database. */
  stop(): Promise<void>;
  /**
   * Who presents this text as their key; undefined for one that is unknown, revoked or expired. Goes by what the database
   * said at most four seconds ago. Throws where it has to be asked and does not answer.
   */
  authenticate(key: string): Promise<KeyHolder | undefined>;
  /** Throws when the database does not answer. */
  checkHealth(): Promise<void>;
}
