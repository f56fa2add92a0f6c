import type { Purpose } from "@todoke/core";
import type { Kysely } from "kysely";
import type { AcceptanceWriter } from "./acceptance/acceptance-writer.ts";
import type { Accounts } from "./accounts.ts";
import type { Budget } from "./budgets/budget.ts";
import type { PreparedCap } from "./caps/frequency-cap.ts";
import type { SharedClock } from "./shared-clock.ts";
import type { PreparedMessage } from "./content/prepared-message.ts";
import type { Database } from "./database/open-database.ts";
import type { Months } from "./database/months.ts";
import type { CallSlots } from "./dispatch/call-slots.ts";
import type { IntentWriter } from "./dispatch/intent-writer.ts";
import type { EgressClient } from "./egress/egress-client.ts";
import type { OutcomeWriter } from "./dispatch/outcome-writer.ts";
import type { RestingMessages } from "./dispatch/resting-messages.ts";
import type { Hearing } from "./doors/hearing.ts";
import type { KnownDoors } from "./doors/known-doors.ts";
import type { EngineLog, EngineSettings } from "./engine.ts";
import type { Gathering } from "./gathering.ts";
import type { InboundEventHandler } from "./inbound/hand-out-events.ts";
import type { GivenReport, TakenIn } from "./evidence/take-in-reports.ts";
import type { HealthWatch } from "./health/health-watch.ts";
import type { EngineObserver } from "./observing/observation.ts";
import type { QuotaWatch } from "./quota/quota-watch.ts";
import type { Pace } from "./pace/pace.ts";
import type { ChunkRange } from "./store/claim-chunk.ts";
import type { ClaimedDelivery } from "./store/claimed-delivery.ts";
import type { Observation } from "./store/reachability.ts";
import type { Relay } from "./relay/relay.ts";
import type { Secrets } from "./secrets/secrets.ts";
import type { Tracer } from "./tracing/tracer.ts";
import type { ReportFormats } from "./webhooks/report-format.ts";
import type { WebhookSender } from "./webhooks/webhook-sender.ts";
import type { DeliveryTimeWindow } from "./windows/delivery-time-window.ts";

/** What every part of the engine shares. */
export interface EngineContext {
  /** Whose messages, contacts and accounts it works on. */
  readonly projectId: string;
  readonly connection: Kysely<unknown>;
  readonly accounts: Accounts;
  readonly caps: readonly PreparedCap[];
  readonly budgets: readonly Budget[];
  readonly marketingWindow: DeliveryTimeWindow | undefined;
  /** Purposes that take a consent. */
  readonly requireConsent: readonly Purpose[];
  readonly settings: EngineSettings;
  readonly log: EngineLog;
  /** Tells the operator's observer what has happened, once it is committed. Never throws. */
  readonly observe: EngineObserver;
  /** Records spans of messages whose acceptance was recorded; undefined: nothing is traced. */
  readonly tracer: Tracer | undefined;
  readonly publicBaseUrl: string | undefined;
  readonly clock: SharedClock;
  readonly months: Months;
  readonly secrets: Secrets;
  readonly slots: CallSlots;
  readonly resting: RestingMessages;
  /** Bounds how many calls wait for their turn. */
  readonly waiting: CallSlots;
  readonly pace: Pace;
  readonly acceptances: AcceptanceWriter;
  readonly chunkDeliveries: Gathering<ChunkRange, readonly ClaimedDelivery[]>;
  readonly intents: IntentWriter;
  readonly outcomes: OutcomeWriter;
  /** Stores what was looked up. */
  readonly observations: Gathering<readonly Observation[], void>;
  /** Takes in providers' reports; resolves when they are committed. */
  readonly reports: Gathering<GivenReport, TakenIn>;
  readonly quotas: QuotaWatch;
  readonly doors: KnownDoors;
  readonly hearing: Hearing;
  /** The one way to addresses that others gave. */
  readonly egress: EgressClient;
  readonly relay: Relay;
  readonly webhooks: WebhookSender;
  readonly reportFormats: ReportFormats;
  readonly health: HealthWatch;
  /** The message, ready to be sent; kept for as long as there is work on it. Not for the inside of a transaction. */
  prepared(messageId: string): Promise<PreparedMessage>;
  /** The same inside a transaction, by ids: waiting for a second connection while holding the first ends in a standstill. */
  preparedWithin(transaction: Database, messageIds: readonly string[]): Promise<ReadonlyMap<string, PreparedMessage>>;
  /** Work of this kind has become due: look now and not at the next poll. */
  nudge(work: "chunks" | "smallChunks" | "deliveries" | "inboundEvents" | "inboundHandler" | "triggers" | "imports" | "erasures" | "relay" | "webhooks" | "health" | "budgets"): void;
  /** The same in so many milliseconds. */
  nudgeLater(work: "chunks" | "smallChunks" | "deliveries", inMs: number): void;
  readonly onInboundEvent: InboundEventHandler | undefined;
  /** True once a stop has begun: nothing more is claimed or called. */
  isStopping(): boolean;
  /** Aborts calls when a stop takes too long. */
  readonly signal: AbortSignal;
}
