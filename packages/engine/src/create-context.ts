import type { Kysely } from "kysely";
import { indexAccounts } from "./accounts.ts";
import { prepareMessage } from "./content/prepared-message.ts";
import { PreparedMessages } from "./content/prepared-messages.ts";
import { CallSlots } from "./dispatch/call-slots.ts";
import { OutcomeWriter, type Outcome } from "./dispatch/outcome-writer.ts";
import type { EngineLog, EngineOptions, EngineSettings } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { joinOrphans } from "./evidence/record-evidence.ts";
import { SharedClock } from "./shared-clock.ts";
import { loadMessage } from "./store/load-message.ts";

const defaultSettings: EngineSettings = {
  pollIntervalMs: 250,
  callTimeoutMs: 15_000,
  leaseMs: 60_000,
  concurrentCalls: 256,
};

/** Builds what all parts of the engine share. */
export function createContext(
  options: EngineOptions,
  connection: Kysely<unknown>,
  log: EngineLog,
  nudge: EngineContext["nudge"],
  signal: AbortSignal,
): EngineContext {
  const settings = { ...defaultSettings, ...options.settings };
  const accounts = indexAccounts(options.accounts);
  const messages = new PreparedMessages(async (database, id) =>
    prepareMessage(await loadMessage(database, id), accounts),
  );
  let stopping = false;
  const context: EngineContext = {
    connection,
    accounts,
    settings,
    log,
    publicBaseUrl: options.publicBaseUrl,
    clock: new SharedClock(),
    slots: new CallSlots(settings.concurrentCalls),
    outcomes: new OutcomeWriter(connection, log, (outcomes) => afterOutcomes(context, outcomes)),
    prepared: (id, database = connection) => messages.get(database, id),
    nudge,
    isStopping: () => stopping,
    beginStop() {
      stopping = true;
    },
    signal,
  };
  return context;
}

/** Switches and retries are due at once, and reports that overtook their answers can be joined now. */
async function afterOutcomes(context: EngineContext, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.some(({ changes }) => changes.some(({ status }) => status === "pending"))) context.nudge("deliveries");
  const expecting = outcomes.filter(({ expectsReports, answer }) => expectsReports && answer.providerMessageIds.length > 0);
  for (const [accountId, group] of Map.groupBy(expecting, (outcome) => outcome.accountId)) {
    await joinOrphans(context, accountId, group.flatMap(({ answer }) => answer.providerMessageIds));
  }
}
