import { indexAccounts } from "./accounts.ts";
import { prepareMessage } from "./content/prepared-message.ts";
import { PreparedMessages } from "./content/prepared-messages.ts";
import { KnownDoors } from "./doors/known-doors.ts";
import { CallSlots } from "./dispatch/call-slots.ts";
import { RestingMessages } from "./dispatch/resting-messages.ts";
import { OutcomeWriter, type Outcome } from "./dispatch/outcome-writer.ts";
import type { EngineLog, EngineOptions } from "./engine.ts";
import type { OpenDatabase } from "./database/open-database.ts";
import type { EngineContext } from "./engine-context.ts";
import { joinOrphans } from "./evidence/record-evidence.ts";
import { HealthWatch } from "./health/health-watch.ts";
import { safeObserver } from "./observing/safe-observer.ts";
import { Pace } from "./pace/pace.ts";
import { Relay } from "./relay/relay.ts";
import { readSettings } from "./settings.ts";
import { SharedClock } from "./shared-clock.ts";
import { QuotaWatch } from "./quota/quota-watch.ts";
import { loadMessage } from "./store/load-message.ts";

/** Builds what all parts of the engine share. */
export function createContext(
  options: EngineOptions,
  { connection, soleProcess }: Pick<OpenDatabase, "connection" | "soleProcess">,
  log: EngineLog,
  nudge: EngineContext["nudge"],
  signal: AbortSignal,
): EngineContext {
  const settings = readSettings(options.settings);
  const accounts = indexAccounts(options.accounts);
  const messages = new PreparedMessages(async (database, id) =>
    prepareMessage(await loadMessage(database, id), accounts),
  );
  const clock = new SharedClock();
  const observe = safeObserver(options.observer, log);
  let stopping = false;
  const context: EngineContext = {
    connection,
    accounts,
    settings,
    log,
    observe,
    publicBaseUrl: options.publicBaseUrl,
    onInboundEvent: options.onInboundEvent,
    clock,
    slots: new CallSlots(settings.concurrentCalls),
    waiting: new CallSlots(2 * settings.concurrentCalls),
    resting: new RestingMessages(),
    pace: new Pace(connection, clock, log, { usedShare: settings.usedRateShare, isAlone: soleProcess }),
    outcomes: new OutcomeWriter(connection, log, (outcomes, observations) => {
      observations.forEach(observe);
      return afterOutcomes(context, outcomes);
    }),
    doors: new KnownDoors(connection, accounts, options.publicBaseUrl),
    relay: new Relay({ connection, accounts, settings, log, observe, signal, nudge }),
    quotas: new QuotaWatch({ connection, accounts, settings, clock, log, signal }),
    health: new HealthWatch({ connection, accountIds: options.accounts.map(({ id }) => id), log, hurry: () => nudge("health") }),
    prepared: (id, database = connection) => messages.get(database, id),
    nudge,
    nudgeLater(work, inMs) {
      setTimeout(() => nudge(work), inMs).unref();
    },
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
