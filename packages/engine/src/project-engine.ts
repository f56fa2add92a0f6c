import { createApiKeys } from "./api-keys/api-keys.ts";
import { createStoredAudiences } from "./audiences/stored-audiences.ts";
import { createBudgets } from "./budgets/budgets.ts";
import { createContacts } from "./contacts/contacts.ts";
import { createControls } from "./control/controls.ts";
import { createContext } from "./create-context.ts";
import { createWork } from "./create-work.ts";
import { createDoors } from "./doors/doors.ts";
import type { EngineLog, ProjectEngine, ProjectOptions } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { receive } from "./evidence/receive.ts";
import { createAccountHealth } from "./health/account-health.ts";
import { parseDeliveryId, parseMessageId } from "./ids.ts";
import { createKeyedRequests } from "./idempotency/keyed-requests.ts";
import { createInboundLog } from "./inbound/inbound-log.ts";
import { GaugeReader } from "./observing/gauge-reader.ts";
import { createOpenMessages } from "./open-messages/open-messages.ts";
import { explain } from "./plan/explain.ts";
import { createQuotas } from "./quota/quota-view.ts";
import { createReportFeed } from "./reports/report-feed.ts";
import { Rest, steady } from "./rest.ts";
import type { SharedParts } from "./shared-parts.ts";
import { openAccounts } from "./stored-accounts/open-accounts.ts";
import { createStoredAccounts } from "./stored-accounts/stored-accounts.ts";
import { warnOfStrangers } from "./stored-accounts/warn-of-strangers.ts";
import { createStatistics } from "./statistics/statistics.ts";
import { readDeliveries } from "./store/read-deliveries.ts";
import { readDelivery } from "./store/read-delivery.ts";
import { readMessage, readMessages } from "./store/read-messages.ts";
import { submitWithoutKey } from "./submit.ts";
import { submitTest } from "./submit-test.ts";
import { createSuppressions } from "./suppressions/suppression-list.ts";
import { Stopping } from "./stopping.ts";
import { startTimer } from "./surroundings.ts";
import { defaultProject } from "./project.ts";
import { createTemplates } from "./templates/templates.ts";
import { createTriggers } from "./triggers/triggers.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";
import type { WorkLoop } from "./work-loop.ts";

/** One project in this process: its engine, and what works for it. */
export interface OpenProject {
  readonly id: string;
  /** Of the accounts that it works with. */
  readonly revision: number;
  readonly engine: ProjectEngine;
  readonly context: EngineContext;
  /** Nobody looks for what may come due: whoever finds something wakes it. */
  readonly isResting: boolean;
  start(): void;
  /** There is something to do. */
  wake(): void;
  /** Claims nothing more, waits for calls under way and writes their outcomes. May be called without `start`. */
  stop(): Promise<void>;
}

/**
 * Opens a project that is in the database, with the accounts that it has now. The default project looks for work all the time;
 * another rests where it has none. Throws `ConfigurationError` when its settings contradict each other.
 */
export async function openProject(parts: SharedParts, id: string, options: ProjectOptions): Promise<OpenProject> {
  const isDefault = id === defaultProject;
  const shared = isDefault ? parts : { ...parts, log: logOf(parts.log, id) };
  const { accounts, revision } = await openAccounts(shared, id, options.accounts);
  const rest = isDefault ? undefined : new Rest();
  const stopping = new Stopping();
  const context = createContext({ shared, projectId: id, options: { ...options, accounts }, nudge, stopping });
  warnOfStrangers(context);
  const work = createWork(context, shared, rest ?? steady, options.defaultPlan);
  function nudge(kind: keyof typeof work.byKind): void {
    wake();
    for (const loop of work.byKind[kind]) loop.nudge();
  }
  function wake(): void {
    const wasResting = rest?.isResting === true;
    rest?.noteWork();
    if (wasResting) for (const loop of work.all) loop.nudge();
  }
  if (isDefault) await context.health.look();
  return {
    id,
    revision,
    engine: createProjectEngine(context, options),
    context,
    get isResting() {
      return rest?.isResting === true;
    },
    start: () => (parts.settings.takesUpWork ? work.all : work.watching).forEach((loop) => loop.start()),
    wake,
    async stop() {
      await stop(context, work.all, stopping);
      options.onAccountsReleased?.(context.accounts.all);
    },
  };
}

function createProjectEngine(context: EngineContext, { defaultPlan }: ProjectOptions): ProjectEngine {
  const budgets = createBudgets(context);
  const gauges = new GaugeReader(context, budgets);
  return {
    submit: (request) => submitWithoutKey(context, request, defaultPlan),
    submitTest: (request) => submitTest(context, request, defaultPlan),
    keyed: createKeyedRequests(context, defaultPlan),
    openMessages: createOpenMessages(context),
    explain: (request, how) => explain(context, request, defaultPlan, how),
    receive: (accountId, request) => receive(context, accountId, request),
    apiKeys: createApiKeys(context),
    storedAccounts: createStoredAccounts(context),
    controls: createControls(context),
    inbound: createInboundLog(context),
    audiences: createStoredAudiences(context),
    templates: createTemplates(context),
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
    webhooks: createWebhooks(context),
    triggers: createTriggers(context, defaultPlan),
  };
}

function createReader({ connection, projectId }: EngineContext): Pick<ProjectEngine, "message" | "messages" | "deliveries" | "delivery"> {
  return {
    async message(id) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : readMessage(connection, projectId, messageId);
    },
    messages: (request) => readMessages(connection, projectId, request),
    async deliveries(id, request) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : readDeliveries(connection, projectId, messageId, request);
    },
    async delivery(id) {
      const parsed = parseDeliveryId(id);
      return parsed === undefined ? undefined : readDelivery(connection, projectId, parsed.id, parsed.number);
    },
  };
}

async function stop(context: EngineContext, loops: readonly WorkLoop[], stopping: Stopping): Promise<void> {
  stopping.begin();
  context.outcomes.letIn();
  const patience = startTimer(() => stopping.abortCalls(), context.settings.callTimeoutMs);
  await Promise.all(loops.map((loop) => loop.stop()));
  await context.waiting.drained();
  await Promise.all([context.slots.drained(), context.relay.drained(), context.webhooks.drained()]);
  patience.close();
  await context.outcomes.flushed();
}

/** The log with the project in each line. */
function logOf(log: EngineLog, project: string): EngineLog {
  return {
    info: (fields, message) => log.info({ project, ...fields }, message),
    warn: (fields, message) => log.warn({ project, ...fields }, message),
    error: (fields, message) => log.error({ project, ...fields }, message),
  };
}
