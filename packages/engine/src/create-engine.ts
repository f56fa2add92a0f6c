import { indexAccounts } from "./accounts.ts";
import { prepareMessage, type PreparedMessage } from "./content/prepared-message.ts";
import { openDatabase } from "./database/open-database.ts";
import { CallSlots } from "./dispatch/call-slots.ts";
import { OutcomeWriter, type Outcome } from "./dispatch/outcome-writer.ts";
import { settleDueAttempts } from "./dispatch/settle-attempts.ts";
import { workOnChunk, workOnDueDeliveries } from "./dispatch/work-on-deliveries.ts";
import type { Engine, EngineLog, EngineOptions, EngineSettings } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { receive } from "./evidence/receive.ts";
import { joinOrphans } from "./evidence/record-evidence.ts";
import { parseDeliveryId, parseMessageId } from "./ids.ts";
import { explain } from "./plan/explain.ts";
import { loadMessage } from "./store/load-message.ts";
import { readClock } from "./store/read-clock.ts";
import { readDeliveries } from "./store/read-deliveries.ts";
import { readDelivery } from "./store/read-delivery.ts";
import { readMessage, readMessages } from "./store/read-messages.ts";
import { releaseAllClaims } from "./store/release-claims.ts";
import { SharedClock } from "./shared-clock.ts";
import { submit } from "./submit.ts";
import { WorkLoop } from "./work-loop.ts";

const defaultSettings: EngineSettings = {
  pollIntervalMs: 250,
  callTimeoutMs: 15_000,
  leaseMs: 60_000,
  concurrentCalls: 256,
};

const silentLog: EngineLog = { info() {}, warn() {}, error() {} };

/**
 * Opens the database, brings its schema up to date and takes over what a dead process left behind. Throws
 * `ConfigurationError` when the embedded folder is in use or the settings contradict each other.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? silentLog;
  const settings = { ...defaultSettings, ...options.settings };
  const accounts = indexAccounts(options.accounts);
  const database = await openDatabase(options.database, (error) => log.warn({ error }, "a database connection ended"));
  const { connection } = database;
  if (database.soleProcess) await releaseAllClaims(connection);

  const prepared = new PreparedMessages((id) => loadMessage(connection, id).then((frozen) => prepareMessage(frozen, accounts)));
  const loops: WorkLoop[] = [];
  const nudge = () => loops.forEach((loop) => loop.nudge());
  const abort = new AbortController();
  const clock = new SharedClock();
  let stopping = false;
  const context: EngineContext = {
    connection,
    accounts,
    settings,
    log,
    publicBaseUrl: options.publicBaseUrl,
    clock,
    slots: new CallSlots(settings.concurrentCalls),
    outcomes: new OutcomeWriter(connection, log, (outcomes) => afterOutcomes(context, outcomes)),
    prepared: (id) => prepared.get(id),
    nudge,
    isStopping: () => stopping,
    signal: abort.signal,
  };
  clock.observe(await readClock(connection));

  const loop = (name: string, worker: () => Promise<number>) =>
    loops.push(new WorkLoop(name, worker, settings.pollIntervalMs, log));
  loop("clock", async () => {
    clock.observe(await readClock(connection));
    return 0;
  });
  loop("chunks", () => workOnChunk(context));
  loop("due deliveries", () => workOnDueDeliveries(context));
  loop("due attempts", () => settleDueAttempts(context));

  return {
    start: () => loops.forEach((each) => each.start()),
    async stop() {
      stopping = true;
      const deadline = setTimeout(() => abort.abort(), settings.callTimeoutMs);
      await Promise.all(loops.map((each) => each.stop()));
      await context.slots.drained();
      clearTimeout(deadline);
      await context.outcomes.flushed();
      await database.close();
    },
    submit: (request) => submit(context, request, options.defaultPlan),
    explain: (request) => explain(context, request, options.defaultPlan),
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
    receive: (accountId, request) => receive(context, accountId, request),
    async checkHealth() {
      await readClock(connection);
    },
  };
}

/** Messages that there is work on, most recently used last; a message is frozen, so a copy never grows stale. */
class PreparedMessages {
  readonly #load: (id: string) => Promise<PreparedMessage>;
  readonly #kept = new Map<string, Promise<PreparedMessage>>();

  constructor(load: (id: string) => Promise<PreparedMessage>) {
    this.#load = load;
  }

  get(id: string): Promise<PreparedMessage> {
    const message = this.#kept.get(id) ?? this.#load(id);
    this.#kept.delete(id);
    this.#kept.set(id, message);
    message.catch(() => this.#kept.delete(id));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptMessages && oldest !== undefined) this.#kept.delete(oldest);
    return message;
  }
}

const keptMessages = 200;

/** Switches and retries are due at once, and reports that overtook their answers can be joined now. */
async function afterOutcomes(context: EngineContext, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.some(({ changes }) => changes.some(({ status }) => status === "pending"))) context.nudge();
  const expecting = outcomes.filter(({ expectsReports, answer }) => expectsReports && answer.providerMessageIds.length > 0);
  for (const [accountId, group] of Map.groupBy(expecting, (outcome) => outcome.accountId)) {
    await joinOrphans(context, accountId, group.flatMap(({ answer }) => answer.providerMessageIds));
  }
}
