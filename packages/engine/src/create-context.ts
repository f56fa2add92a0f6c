import type { Kysely } from "kysely";
import { AcceptanceWriter } from "./acceptance/acceptance-writer.ts";
import { indexAccounts, type Accounts } from "./accounts.ts";
import { createKnownKeys } from "./api-keys/create-known-keys.ts";
import { readBudgets } from "./budgets/budget.ts";
import { readFrequencyCaps } from "./caps/frequency-cap.ts";
import { returnUnusedPlaces } from "./caps/return-unused-places.ts";
import { prepareMessage, type FrozenMessage } from "./content/prepared-message.ts";
import { PreparedMessages } from "./content/prepared-messages.ts";
import { Hearing } from "./doors/hearing.ts";
import { KnownDoors } from "./doors/known-doors.ts";
import { CallSlots } from "./dispatch/call-slots.ts";
import { RestingMessages } from "./dispatch/resting-messages.ts";
import { IntentWriter } from "./dispatch/intent-writer.ts";
import { OutcomeWriter, type Outcome } from "./dispatch/outcome-writer.ts";
import type { EngineLog, EngineOptions } from "./engine.ts";
import type { OpenDatabase } from "./database/open-database.ts";
import { isAnyDue } from "./delivery-change.ts";
import type { EngineContext } from "./engine-context.ts";
import { joinOrphans } from "./evidence/record-evidence.ts";
import { takeInReports } from "./evidence/take-in-reports.ts";
import { HealthWatch } from "./health/health-watch.ts";
import { gatherAll, Gathering } from "./gathering.ts";
import { Months } from "./database/months.ts";
import { EgressClient } from "./egress/egress-client.ts";
import { safeObserver } from "./observing/safe-observer.ts";
import { Pace } from "./pace/pace.ts";
import { Relay } from "./relay/relay.ts";
import { readSettings } from "./settings.ts";
import { SharedClock } from "./shared-clock.ts";
import { QuotaWatch } from "./quota/quota-watch.ts";
import { readChunkDeliveries, type ChunkRange } from "./store/claim-chunk.ts";
import { retryOnConflict } from "./store/retry-on-conflict.ts";
import { writeReachability, type Observation } from "./store/reachability.ts";
import { loadMessages } from "./store/load-message.ts";
import { readMarketingWindow } from "./windows/marketing-window.ts";
import { startTimer } from "./surroundings.ts";

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
  const guards = readGuards(options, accounts);
  const messages = keepMessages(connection, accounts);
  const clock = new SharedClock();
  const observe = safeObserver(options.observer, log);
  let stopping = false;
  const context: EngineContext = {
    connection,
    accounts,
    ...guards,
    settings,
    log,
    observe,
    publicBaseUrl: options.publicBaseUrl,
    onInboundEvent: options.onInboundEvent,
    clock,
    months: new Months({ connection, soleProcess }),
    keys: createKnownKeys(connection, log),
    slots: new CallSlots(settings.concurrentCalls),
    waiting: new CallSlots(2 * settings.concurrentCalls),
    resting: new RestingMessages(),
    pace: new Pace(connection, clock, log, { usedShare: settings.usedRateShare, isAlone: soleProcess }),
    acceptances: new AcceptanceWriter(connection),
    chunkDeliveries: gatherAll((ranges: readonly ChunkRange[]) => readChunkDeliveries(connection, ranges)),
    intents: new IntentWriter(connection, settings.leaseMs),
    outcomes: new OutcomeWriter(connection, log, {
      settle: (transaction, outcomes) => returnUnusedPlaces(transaction, guards.caps, outcomes),
      afterWrite(outcomes, observations) {
        observations.forEach(observe);
        return afterOutcomes(context, outcomes);
      },
    }),
    observations: gatherObservations(connection),
    reports: new Gathering((given) => takeInReports(context, given), mostReports),
    doors: new KnownDoors(connection, accounts, options.publicBaseUrl),
    hearing: new Hearing(connection),
    ...createRelay({ connection, accounts, settings, log, observe, signal, nudge }),
    quotas: new QuotaWatch({ connection, accounts, settings, clock, log, signal }),
    health: new HealthWatch({ connection, accountIds: options.accounts.map(({ id }) => id), log, hurry: () => nudge("health") }),
    prepared: (id) => messages.get(id),
    preparedWithin: (transaction, ids) => messages.getWithin(transaction, ids),
    nudge,
    nudgeLater(work, inMs) {
      startTimer(() => nudge(work), inMs).unref();
    },
    isStopping: () => stopping,
    beginStop: () => void (stopping = true),
    signal,
  };
  return context;
}

function keepMessages(connection: Kysely<unknown>, accounts: Accounts): PreparedMessages {
  const loading = gatherAll((ids: readonly string[]) => loadMessages(connection, ids));
  const prepare = (id: string, message: FrozenMessage | undefined) => {
    if (message === undefined) throw new Error(`message ${id} is missing although there is work on it`);
    return prepareMessage(message, accounts);
  };
  return new PreparedMessages({
    load: async (id) => prepare(id, await loading.add(id)),
    loadWithin: async (transaction, ids) => (await loadMessages(transaction, ids)).map((message, index) => prepare(ids[index]!, message)),
  });
}

function gatherObservations(connection: Kysely<unknown>): EngineContext["observations"] {
  return gatherAll<readonly Observation[], void>(async (found) => {
    await retryOnConflict(() => writeReachability(connection, found.flat()));
    return found.map(() => undefined);
  });
}

/** Reports in one transaction. */
const mostReports = 100;

/** What the operator sets to hold messages back. Throws `ConfigurationError`. */
function readGuards(options: EngineOptions, accounts: Accounts): Pick<EngineContext, "caps" | "budgets" | "marketingWindow"> {
  return {
    caps: readFrequencyCaps(options.frequencyCaps ?? [], accounts),
    budgets: readBudgets(options.budgets ?? [], accounts),
    marketingWindow: readMarketingWindow(options.marketingWindow),
  };
}

/** Switches and retries are due at once, and reports that overtook their answers can be joined now. */
async function afterOutcomes(context: EngineContext, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.some(({ changes }) => isAnyDue(changes, context.clock.now()))) context.nudge("deliveries");
  const expecting = outcomes.filter(({ expectsReports, answer }) => expectsReports && answer.providerMessageIds.length > 0);
  for (const [accountId, group] of Map.groupBy(expecting, (outcome) => outcome.accountId)) {
    await joinOrphans(context, accountId, group.flatMap(({ answer }) => answer.providerMessageIds));
  }
}

/** What goes to addresses that others gave, and what passes requests on by it. */
function createRelay(shared: Omit<ConstructorParameters<typeof Relay>[0], "egress">): Pick<EngineContext, "egress" | "relay"> {
  const egress = new EgressClient();
  return { egress, relay: new Relay({ ...shared, egress }) };
}
