import type { Kysely } from "kysely";
import { AcceptanceWriter } from "./acceptance/acceptance-writer.ts";
import type { Accounts } from "./accounts.ts";
import { readBudgets } from "./budgets/budget.ts";
import { readFrequencyCaps } from "./caps/frequency-cap.ts";
import { returnUnusedPlaces } from "./caps/return-unused-places.ts";
import { prepareMessage, type FrozenMessage } from "./content/prepared-message.ts";
import { PreparedMessages } from "./content/prepared-messages.ts";
import { KnownDoors } from "./doors/known-doors.ts";
import { CallSlots } from "./dispatch/call-slots.ts";
import { RestingMessages } from "./dispatch/resting-messages.ts";
import { IntentWriter } from "./dispatch/intent-writer.ts";
import { OutcomeWriter, type Outcome } from "./dispatch/outcome-writer.ts";
import type { ProjectOptions } from "./engine.ts";
import { isAnyDue } from "./delivery-change.ts";
import type { EngineContext } from "./engine-context.ts";
import { joinOrphans } from "./evidence/record-evidence.ts";
import { takeInReports } from "./evidence/take-in-reports.ts";
import { HealthWatch } from "./health/health-watch.ts";
import { gatherAll, Gathering } from "./gathering.ts";
import { Pace } from "./pace/pace.ts";
import { Relay } from "./relay/relay.ts";
import { QuotaWatch } from "./quota/quota-watch.ts";
import { readChunkDeliveries, type ChunkRange } from "./store/claim-chunk.ts";
import { retryOnConflict } from "./store/retry-on-conflict.ts";
import { writeReachability, type Observation } from "./store/reachability.ts";
import { loadMessages } from "./store/load-message.ts";
import { readMarketingWindow } from "./windows/marketing-window.ts";
import type { SharedParts } from "./shared-parts.ts";
import type { Stopping } from "./stopping.ts";
import { startTimer } from "./surroundings.ts";
import { WebhookSender } from "./webhooks/webhook-sender.ts";

/** One project, with what all projects share. */
export interface ContextParts {
  readonly shared: SharedParts;
  readonly projectId: string;
  /** With the accounts that were opened. */
  readonly options: Omit<ProjectOptions, "accounts"> & { readonly accounts: Accounts };
  readonly nudge: EngineContext["nudge"];
  readonly stopping: Stopping;
}

/** Builds what all parts of a project's engine share. */
export function createContext({ shared, projectId, options, nudge, stopping }: ContextParts): EngineContext {
  const { database: { connection, soleProcess }, settings, clock, log, observe, tracer, publicBaseUrl, egress, reportFormats } = shared;
  const { accounts } = options;
  const { signal } = stopping;
  const guards = readGuards(options);
  const messages = keepMessages(connection, projectId, accounts);
  const context: EngineContext = {
    projectId,
    connection,
    accounts,
    ...guards,
    settings,
    log,
    observe,
    tracer,
    publicBaseUrl,
    onInboundEvent: options.onInboundEvent,
    clock,
    months: shared.months,
    secrets: shared.secrets,
    slots: new CallSlots(settings.concurrentCalls),
    waiting: new CallSlots(2 * settings.concurrentCalls),
    resting: new RestingMessages(),
    pace: new Pace(connection, projectId, clock, log, { usedShare: settings.usedRateShare, isAlone: soleProcess }),
    acceptances: new AcceptanceWriter(connection, projectId, soleProcess),
    chunkDeliveries: gatherAll((ranges: readonly ChunkRange[]) => readChunkDeliveries(connection, projectId, ranges)),
    intents: new IntentWriter({ database: connection, projectId, accounts, leaseMs: settings.leaseMs }),
    outcomes: new OutcomeWriter(connection, projectId, log, {
      settle: (transaction, outcomes) => returnUnusedPlaces(transaction, projectId, guards.caps, outcomes),
      afterWrite(outcomes, observations) {
        observations.forEach(observe);
        return afterOutcomes(context, outcomes);
      },
    }),
    observations: gatherObservations(connection, projectId),
    reports: new Gathering((given) => takeInReports(context, given), mostReports),
    doors: new KnownDoors(connection, projectId, accounts, publicBaseUrl),
    hearing: shared.hearing,
    egress,
    relay: new Relay({ connection, projectId, accounts, settings, log, observe, signal, nudge, egress }),
    webhooks: new WebhookSender({ connection, projectId, settings, log, observe, tracer, signal, nudge, egress, clock, secrets: shared.secrets, reportFormats }),
    reportFormats,
    quotas: new QuotaWatch({ connection, projectId, accounts, settings, clock, log, signal }),
    health: new HealthWatch({ connection, projectId, accountIds: accounts.all.map(({ id }) => id), log, hurry: () => nudge("health") }),
    prepared: (id) => messages.get(id),
    preparedWithin: (transaction, ids) => messages.getWithin(transaction, ids),
    nudge,
    nudgeLater: (work, inMs) => startTimer(() => nudge(work), inMs).unref(),
    isStopping: () => stopping.hasBegun,
    signal,
  };
  return context;
}

function keepMessages(connection: Kysely<unknown>, projectId: string, accounts: Accounts): PreparedMessages {
  const loading = gatherAll((ids: readonly string[]) => loadMessages(connection, projectId, ids));
  const prepare = (id: string, message: FrozenMessage | undefined) => {
    if (message === undefined) throw new Error(`message ${id} is missing although there is work on it`);
    return prepareMessage(message, accounts);
  };
  return new PreparedMessages({
    load: async (id) => prepare(id, await loading.add(id)),
    loadWithin: async (transaction, ids) => (await loadMessages(transaction, projectId, ids)).map((message, index) => prepare(ids[index]!, message)),
  });
}

function gatherObservations(connection: Kysely<unknown>, projectId: string): EngineContext["observations"] {
  return gatherAll<readonly Observation[], void>(async (found) => {
    await retryOnConflict(() => writeReachability(connection, projectId, found.flat()));
    return found.map(() => undefined);
  });
}

/** Reports in one transaction. */
const mostReports = 100;

/** What the operator sets to hold messages back. Throws `ConfigurationError`. */
function readGuards({ accounts, ...options }: ContextParts["options"]): Pick<EngineContext, "caps" | "budgets" | "marketingWindow" | "requireConsent"> {
  return {
    caps: readFrequencyCaps(options.frequencyCaps ?? [], accounts),
    budgets: readBudgets(options.budgets ?? [], accounts),
    marketingWindow: readMarketingWindow(options.marketingWindow),
    requireConsent: options.requireConsent ?? [],
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
