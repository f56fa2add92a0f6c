import { createContext } from "./create-context.ts";
import { openDatabase, type OpenDatabase } from "./database/open-database.ts";
import { settleDueAttempts } from "./dispatch/settle-attempts.ts";
import { workOnChunk, workOnDueDeliveries } from "./dispatch/work-on-deliveries.ts";
import type { Engine, EngineLog, EngineOptions } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { receive } from "./evidence/receive.ts";
import { parseDeliveryId, parseMessageId } from "./ids.ts";
import { explain } from "./plan/explain.ts";
import { readClock } from "./store/read-clock.ts";
import { readDeliveries } from "./store/read-deliveries.ts";
import { readDelivery } from "./store/read-delivery.ts";
import { readMessage, readMessages } from "./store/read-messages.ts";
import { releaseAllClaims } from "./store/release-claims.ts";
import { submit } from "./submit.ts";
import { WorkLoop } from "./work-loop.ts";

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
    if (database.soleProcess) await releaseAllClaims(connection);
    const loops: WorkLoop[] = [];
    const abort = new AbortController();
    const nudge = () => loops.forEach((loop) => loop.nudge());
    const context = createContext(options, connection, log, nudge, abort.signal);
    context.clock.observe(await readClock(connection));
    loops.push(...createLoops(context));
    return {
      start: () => loops.forEach((loop) => loop.start()),
      stop: () => stop(context, loops, abort, database),
      submit: (request) => submit(context, request, options.defaultPlan),
      explain: (request) => explain(context, request, options.defaultPlan),
      receive: (accountId, request) => receive(context, accountId, request),
      ...createReader(context),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What runs between start and stop. Each finds its own work, so that none waits for another. */
function createLoops(context: EngineContext): readonly WorkLoop[] {
  const workers = {
    "chunks": () => workOnChunk(context),
    "due deliveries": () => workOnDueDeliveries(context),
    "due attempts": () => settleDueAttempts(context),
    "clock": async () => {
      context.clock.observe(await readClock(context.connection));
      return 0;
    },
  };
  return Object.entries(workers).map(
    ([name, worker]) => new WorkLoop(name, worker, context.settings.pollIntervalMs, context.log),
  );
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
  await context.slots.drained();
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
      return parsed === undefined ? undefined : readDelivery(connection, parsed.messageId, parsed.number);
    },
    async checkHealth() {
      await readClock(connection);
    },
  };
}
