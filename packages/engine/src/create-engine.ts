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
import { explain } from "./plan/explain.ts";
import { createStatistics } from "./statistics/statistics.ts";
import { createQuotas } from "./quota/quota-view.ts";
import { dropOldAnswers } from "./store/keyed-answers/drop-old-answers.ts";
import { readClock } from "./store/read-clock.ts";
import { readDeliveries } from "./store/read-deliveries.ts";
import { readDelivery } from "./store/read-delivery.ts";
import { readMessage, readMessages } from "./store/read-messages.ts";
import { releaseAllClaims } from "./store/release-claims.ts";
import { releaseLeases } from "./store/release-leases.ts";
import { dropDeadTokens } from "./store/reply-tokens.ts";
import { submit } from "./submit.ts";
import { createSuppressions } from "./suppressions/suppression-list.ts";
import { WorkLoop, type Worker } from "./work-loop.ts";

const silentLog: EngineLog = { info() {}, warn() {}, error() {} };

/**
 * Opens the database, brings its schema up to date and takes over what a dead process left behind. Throws
 * `ConfigurationError` when the embedded folder is in use or the settings contradict each other.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? silentLog;
  const database = await openDatabase(options.database, (error) => log.warn({ error }, "a database connection ended"));
  const { connection } = database;
  try {
    if (database.soleProcess) {
      await releaseAllClaims(connection);
      await releaseLeases(connection);
    }
    const abort = new AbortController();
    const context: EngineContext = createContext(options, database, log, (kind) => work[kind].forEach((loop) => loop.nudge()), abort.signal);
    await observeClock(context);
    await context.health.look();
    const work = createWork(context, database);
    const gauges = new GaugeReader(context);
    const loops = [...Object.values(work).flat(), ...createBackground(context, database)];
    return {
      start: () => loops.forEach((loop) => loop.start()),
      stop: () => stop(context, loops, abort, database),
      submit: (request) => submit(context, request, options.defaultPlan, (write) => write(connection)),
      keyed: createKeyedRequests(context, options.defaultPlan),
      explain: (request, how) => explain(context, request, options.defaultPlan, how),
      receive: (accountId, request) => receive(context, accountId, request),
      controls: createControls(context),
      inbound: createInboundLog(context),
      audiences: createStoredAudiences(context),
      suppressions: createSuppressions(context),
      ...createReader(context),
      quotas: createQuotas(context.quotas, context.accounts),
      health: createAccountHealth(context.health, context.accounts),
      statistics: createStatistics(context),
      contacts: createContacts(context),
      doors: createDoors(context),
      gauges: () => gauges.read(),
      relays: { relay: (accountId) => context.relay.view(accountId) },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What sends. Each finds its own work, so that none waits for another. */
function createWork(context: EngineContext, { soleProcess }: OpenDatabase) {
  const loop = (name: string, worker: Worker) => new WorkLoop(name, worker, context.settings.pollIntervalMs, context.log);
  const { onInboundEvent } = context;
  const chunks = () => loop("chunks", () => workOnChunk(context));
  return {
    // A server takes in one slice while the next is prepared; an embedded database does one thing at a time anyway.
    chunks: soleProcess ? [chunks()] : [chunks(), chunks()],
    smallChunks: [loop("small chunks", () => workOnSmallChunks(context))],
    deliveries: [loop("due deliveries", () => workOnDueDeliveries(context))],
    releases: [loop("releases", () => releaseDueMessages(context))],
    attempts: [loop("due attempts", () => settleDueAttempts(context))],
    pushes: keepsAudiences(context) ? [loop("pushes of lists", () => workOnPush(context))] : [],
    health: [new WorkLoop("health", () => context.health.look(), healthLookMs, context.log)],
    inboundEvents: [loop("inbound events", () => numberEvents(context))],
    imports: [new WorkLoop("imports", () => importNextPage(context), importLookMs, context.log)],
    relay: context.relay.isNeeded ? [loop("relay", () => context.relay.work())] : [],
    inboundHandler: onInboundEvent === undefined ? [] : [loop("inbound handler", () => handOutEvent(context, onInboundEvent))],
  };
}

function keepsAudiences({ accounts }: EngineContext): boolean {
  return accounts.all.some(({ services }) => services?.audiences !== undefined);
}

/** What keeps the rest in order. */
function createBackground(context: EngineContext, { connection, soleProcess }: OpenDatabase): readonly WorkLoop[] {
  const clock = new WorkLoop("clock", () => observeClock(context), clockIntervalMs, context.log);
  const upkeep = new WorkLoop("upkeep", () => keepUp(connection), upkeepIntervalMs, context.log);
  const tokens = new WorkLoop("reply tokens", () => dropDeadTokens(connection, 1_000), tokenIntervalMs, context.log);
  const quotas = new WorkLoop("quotas", () => context.quotas.look(), quotaLookMs, context.log);
  const answers = new WorkLoop("answers of requests", () => dropOldAnswers(connection, 100), answerLookMs, context.log);
  return [clock, tokens, answers, ...(soleProcess ? [upkeep] : []), ...(context.quotas.isNeeded ? [quotas] : [])];
}

/** A new import is begun at once, and its next page follows at once: this is for those that wait or were left behind. */
const importLookMs = 1_000;

const clockIntervalMs = 1_000;
/** How far behind the other processes' calls this one may be. */
const healthLookMs = 1_000;
/** Dead tokens do no harm: nobody is in a hurry to be rid of them. */
const tokenIntervalMs = 60_000;

/** Nor rid of answers, which may be megabytes each: few go at a time. */
const answerLookMs = 60_000;

/** How far behind the other processes' findings this one may be. */
const quotaLookMs = 1_000;

async function observeClock({ clock, connection }: EngineContext): Promise<number> {
  const askedAt = performance.now();
  const now = await readClock(connection);
  clock.observe(now, performance.now() - askedAt);
  return 0;
}

async function stop(
  context: EngineContext,
  loops: readonly WorkLoop[],
  abort: AbortController,
  database: OpenDatabase,
): Promise<void> {
  context.beginStop();
  const patience = setTimeout(() => abort.abort(), context.settings.callTimeoutMs);
  await Promise.all(loops.map((loop) => loop.stop()));
  await context.waiting.drained();
  await Promise.all([context.slots.drained(), context.relay.drained()]);
  clearTimeout(patience);
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
