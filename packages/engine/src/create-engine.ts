import { createApiKeys } from "./api-keys/api-keys.ts";
import { createBudgets } from "./budgets/budgets.ts";
import { releaseForBudgets } from "./budgets/release-for-budgets.ts";
import { createCountDropper } from "./caps/drop-counts.ts";
import { createStoredAudiences } from "./audiences/stored-audiences.ts";
import { createContacts } from "./contacts/contacts.ts";
import { importNextPage } from "./contacts/import-friends.ts";
import { workOnPush } from "./audiences/work-on-pushes.ts";
import { createContext } from "./create-context.ts";
import { openDatabase, type OpenDatabase } from "./database/open-database.ts";
import { keepUp, upkeepIntervalMs } from "./database/upkeep.ts";
import { settleDueAttempts } from "./dispatch/settle-attempts.ts";
import { workOnChunk, workOnDueDeliveries, workOnSmallChunks } from "./dispatch/work-on-deliveries.ts";
import { createDoors } from "./doors/doors.ts";
import type { Engine, EngineLog, EngineOptions } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { createAccountHealth } from "./health/account-health.ts";
import { receive } from "./evidence/receive.ts";
import { handOutEvent, numberEvents } from "./inbound/hand-out-events.ts";
import { createKeyedRequests } from "./idempotency/keyed-requests.ts";
import { createControls } from "./control/controls.ts";
import { releaseDueMessages } from "./control/release-due-messages.ts";
import { createInboundLog } from "./inbound/inbound-log.ts";
import { parseDeliveryId, parseMessageId } from "./ids.ts";
import { GaugeReader } from "./observing/gauge-reader.ts";
import { createOpenMessages } from "./open-messages/open-messages.ts";
import { explain } from "./plan/explain.ts";
import { defaultProject } from "./project.ts";
import { createReportFeed } from "./reports/report-feed.ts";
import { createStatistics } from "./statistics/statistics.ts";
import { createQuotas } from "./quota/quota-view.ts";
import { createMonthKeeper } from "./retention/keep-months.ts";
import { readRetention, type KeptMonths } from "./retention/retention.ts";
import { dropEndedWindows } from "./store/budgets/drop-ended-windows.ts";
import { dropOldAnswers } from "./store/keyed-answers/drop-old-answers.ts";
import { dropRecipientAddresses } from "./store/open-messages/drop-addresses.ts";
import { readClock } from "./store/read-clock.ts";
import { numberReports } from "./store/reports/number-reports.ts";
import { readDeliveries } from "./store/read-deliveries.ts";
import { readDelivery } from "./store/read-delivery.ts";
import { readMessage, readMessages } from "./store/read-messages.ts";
import { releaseAllClaims } from "./store/release-claims.ts";
import { releaseLeases } from "./store/release-leases.ts";
import { dropDeadTokens } from "./store/reply-tokens.ts";
import { submitWithoutKey } from "./submit.ts";
import { createSuppressions } from "./suppressions/suppression-list.ts";
import { monotonicMs, startTimer } from "./surroundings.ts";
import { refuseMoved } from "./transfer/transfer-errors.ts";
import { WorkLoop, type Worker } from "./work-loop.ts";

const silentLog: EngineLog = { info() {}, warn() {}, error() {} };

/**
 * Opens the database, brings its schema up to date and takes over what a dead process left behind. Throws
 * `ConfigurationError` when the embedded folder is in use, the database was moved away or the settings contradict each other.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { engine } = await assembleEngine(options);
  return engine;
}

/** The same, with what all of its parts share: for tests, which look at rows and move its clock. */
export async function assembleEngine(options: EngineOptions): Promise<{ readonly engine: Engine; readonly context: EngineContext }> {
  const keptMonths = readRetention(options.retention);
  const log = options.log ?? silentLog;
  const database = await openDatabase(options.database, (error) => log.warn({ error }, "a database connection ended"));
  const { connection } = database;
  try {
    await refuseMoved(connection);
    if (database.soleProcess) {
      await releaseAllClaims(connection);
      await releaseLeases(connection);
    }
    const abort = new AbortController();
    const context: EngineContext = createContext(options, database, log, (kind) => work[kind].forEach((loop) => loop.nudge()), abort.signal);
    await observeClock(context);
    await context.months.look();
    await context.health.look();
    // Before anything is decided by deadlines that passed while nobody was there.
    await context.hearing.note();
    const work = createWork(context, database);
    const budgets = createBudgets(context);
    const gauges = new GaugeReader(context, budgets);
    const loops = [...Object.values(work).flat(), ...createBackground(context, database, keptMonths)];
    const engine: Engine = {
      start: () => loops.forEach((loop) => loop.start()),
      stop: () => stop(context, loops, abort, database),
      submit: (request) => submitWithoutKey(context, request, options.defaultPlan),
      keyed: createKeyedRequests(context, options.defaultPlan),
      openMessages: createOpenMessages(context),
      explain: (request, how) => explain(context, request, options.defaultPlan, how),
      receive: (accountId, request) => receive(context, accountId, request),
      authenticate: (key) => context.keys.holderOf(key),
      apiKeys: createApiKeys(context, defaultProject),
      controls: createControls(context),
      inbound: createInboundLog(context),
      audiences: createStoredAudiences(context),
      suppressions: createSuppressions(context),
      budgets,
      ...createReader(context),
      quotas: createQuotas(context.quotas, context.accounts),
      health: createAccountHealth(context.health, context.accounts),
      statistics: createStatistics(context),
      contacts: createContacts(context),
      reports: createReportFeed(context),
      doors: createDoors(context),
      gauges: () => gauges.read(),
      relays: { relay: (accountId) => context.relay.view(accountId) },
    };
    return { engine, context };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What sends. Each finds its own work, so that none waits for another. */
function createWork(context: EngineContext, { soleProcess }: OpenDatabase) {
  const { onInboundEvent, settings, log } = context;
  const loop = (name: string, worker: Worker, intervalMs = settings.pollIntervalMs) => new WorkLoop(name, worker, intervalMs, log);
  const everySecond = leastOften(context, 1_000);
  const chunks = () => loop("chunks", () => workOnChunk(context));
  return {
    // A server takes in one slice while the next is prepared; an embedded database does one thing at a time anyway.
    chunks: soleProcess ? [chunks()] : [chunks(), chunks()],
    smallChunks: [loop("small chunks", () => workOnSmallChunks(context))],
    deliveries: [loop("due deliveries", () => workOnDueDeliveries(context))],
    releases: [loop("releases", () => releaseDueMessages(context))],
    attempts: [loop("due attempts", () => settleDueAttempts(context))],
    pushes: keepsAudiences(context) ? [loop("pushes of lists", () => workOnPush(context))] : [],
    budgets: [loop("budgets", () => releaseForBudgets(context), everySecond)],
    health: [loop("health", () => context.health.look(), everySecond)],
    inboundEvents: [loop("inbound events", () => numberEvents(context))],
    reports: [loop("reports", () => numberReports(context.connection, context.months.liveSince, reportsAtOnce))],
    imports: [loop("imports", () => importNextPage(context), everySecond)],
    relay: context.relay.isNeeded ? [loop("relay", () => context.relay.work())] : [],
    inboundHandler: onInboundEvent === undefined ? [] : [loop("inbound handler", () => handOutEvent(context, onInboundEvent))],
  };
}

/** Numbered in one transaction. */
const reportsAtOnce = 1_000;

function keepsAudiences({ accounts }: EngineContext): boolean {
  return accounts.all.some(({ services }) => services?.audiences !== undefined);
}

/** What keeps the rest in order. */
function createBackground(context: EngineContext, { connection, soleProcess }: OpenDatabase, keptMonths: KeptMonths): readonly WorkLoop[] {
  const loop = (name: string, worker: Worker, intervalMs: number) =>
    new WorkLoop(name, worker, leastOften(context, intervalMs), context.log);
  return [
    loop("clock", () => observeClock(context), 1_000),
    loop("hearing", () => context.hearing.note(), 2_000),
    // Dead tokens, counts and times do no harm, answers may be megabytes each, and addresses many: nobody is in a hurry to be rid of any.
    loop("reply tokens", () => dropDeadTokens(connection, 1_000), 60_000),
    loop("answers of requests", () => dropOldAnswers(connection, 100), 60_000),
    loop("frequency counts", createCountDropper(connection), 60_000),
    loop("times of budgets", () => dropEndedWindows(connection, 1_000), 60_000),
    loop("addresses of recipients", () => dropRecipientAddresses(connection, 2_000), 60_000),
    // What a very late word brings of a month that was done with.
    loop("late reports", () => numberReports(connection, "0001-01-01", reportsAtOnce), 60_000),
    loop("months", createMonthKeeper(context, keptMonths), 60_000),
    ...(soleProcess ? [loop("upkeep", () => keepUp(connection), upkeepIntervalMs)] : []),
    ...(context.quotas.isNeeded ? [loop("quotas", () => context.quotas.look(), 1_000)] : []),
  ];
}

/** Nothing is looked for more often than due work is. */
function leastOften({ settings }: EngineContext, intervalMs: number): number {
  return Math.max(intervalMs, settings.pollIntervalMs);
}

async function observeClock({ clock, connection }: EngineContext): Promise<number> {
  const askedAt = monotonicMs();
  const now = await readClock(connection);
  clock.observe(now, monotonicMs() - askedAt);
  return 0;
}

async function stop(
  context: EngineContext,
  loops: readonly WorkLoop[],
  abort: AbortController,
  database: OpenDatabase,
): Promise<void> {
  context.beginStop();
  context.outcomes.letIn();
  const patience = startTimer(() => abort.abort(), context.settings.callTimeoutMs);
  await Promise.all(loops.map((loop) => loop.stop()));
  await context.waiting.drained();
  await Promise.all([context.slots.drained(), context.relay.drained()]);
  patience.close();
  await context.egress.close();
  await context.outcomes.flushed();
  await database.close();
}

function createReader({ connection }: EngineContext): Pick<Engine, "message" | "messages" | "deliveries" | "delivery" | "checkHealth"> {
  return {
    async message(id) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : readMessage(connection, messageId);
    },
    messages: (request) => readMessages(connection, request),
    async deliveries(id, request) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : readDeliveries(connection, messageId, request);
    },
    async delivery(id) {
      const parsed = parseDeliveryId(id);
      return parsed === undefined ? undefined : readDelivery(connection, parsed.id, parsed.number);
    },
    async checkHealth() {
      await readClock(connection);
    },
  };
}
