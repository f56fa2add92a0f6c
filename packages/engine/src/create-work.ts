import { workOnPush } from "./audiences/work-on-pushes.ts";
import { releaseForBudgets } from "./budgets/release-for-budgets.ts";
import { createCountDropper } from "./caps/drop-counts.ts";
import { importNextPage } from "./contacts/import-friends.ts";
import { releaseDueMessages } from "./control/release-due-messages.ts";
import { settleDueAttempts } from "./dispatch/settle-attempts.ts";
import { workOnChunk, workOnDueDeliveries, workOnSmallChunks } from "./dispatch/work-on-deliveries.ts";
import type { EngineContext } from "./engine-context.ts";
import { eraseNextSlice } from "./erasures/erase-contacts.ts";
import { handOutEvent, numberEvents } from "./inbound/hand-out-events.ts";
import type { PlanRequest } from "./message-request.ts";
import type { Rhythm } from "./rest.ts";
import type { SharedParts } from "./shared-parts.ts";
import { dropEndedWindows } from "./store/budgets/drop-ended-windows.ts";
import { dropRecipientAddresses } from "./store/open-messages/drop-addresses.ts";
import { numberReports } from "./store/reports/number-reports.ts";
import { dropOldFirings } from "./store/triggers/drop-old-firings.ts";
import { dropOldFailures } from "./store/webhooks/drop-old-posts.ts";
import { fireTriggers } from "./triggers/fire-triggers.ts";
import { WorkLoop, type Worker } from "./work-loop.ts";

/** Everything that runs for one project. */
export interface Work {
  /** What can be told that there is something to do. */
  readonly byKind: Readonly<Record<Parameters<EngineContext["nudge"]>[0], readonly WorkLoop[]>>;
  readonly all: readonly WorkLoop[];
  /** What a process needs to know of the accounts, whether it sends or not. */
  readonly watching: readonly WorkLoop[];
}

/** What works for one project. Each finds its own work, so that none waits for another. */
export function createWork(context: EngineContext, shared: SharedParts, rhythm: Rhythm, defaultPlan: PlanRequest | undefined): Work {
  const { settings, log } = context;
  const loop: MakeLoop = (name, worker, intervalMs = settings.pollIntervalMs) =>
    new WorkLoop(name, worker, Math.max(intervalMs, settings.pollIntervalMs), log, rhythm);
  const byKind = createSending(context, shared, loop, defaultPlan);
  const quotas = context.quotas.isNeeded ? [loop("quotas", () => context.quotas.look(), 1_000)] : [];
  const watching = [...byKind.health, ...quotas];
  return { byKind, watching, all: [...Object.values(byKind).flat(), ...quotas, ...createUpkeep(context, loop)] };
}

/** Nothing is looked for more often than due work is. */
type MakeLoop = (name: string, worker: Worker, intervalMs?: number) => WorkLoop;

/** What sends. */
function createSending(context: EngineContext, { database: { soleProcess } }: SharedParts, loop: MakeLoop, defaultPlan: PlanRequest | undefined) {
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
    budgets: [loop("budgets", () => releaseForBudgets(context), 1_000)],
    health: [loop("health", () => context.health.look(), 1_000)],
    inboundEvents: [loop("inbound events", () => numberEvents(context))],
    triggers: [loop("triggers", () => fireTriggers(context, defaultPlan))],
    reports: [loop("reports", () => numberAndPost(context, context.months.liveSince))],
    webhooks: [loop("webhooks", () => context.webhooks.work())],
    imports: [loop("imports", () => importNextPage(context), 1_000)],
    erasures: [loop("erasures", () => eraseNextSlice(context), 1_000)],
    relay: context.relay.isNeeded ? [loop("relay", () => context.relay.work())] : [],
    inboundHandler: onInboundEvent === undefined ? [] : [loop("inbound handler", () => handOutEvent(context, onInboundEvent))],
  };
}

/** Numbered in one transaction. */
const reportsAtOnce = 1_000;

async function numberAndPost(context: EngineContext, since: string): Promise<number> {
  const numbered = await numberReports(context.connection, context.projectId, since, reportsAtOnce);
  if (numbered > 0) context.nudge("webhooks");
  return numbered;
}

function keepsAudiences({ accounts }: EngineContext): boolean {
  return accounts.all.some(({ services }) => services?.audiences !== undefined);
}

/** What keeps the rest in order. Dead counts and times do no harm, and addresses are many: nobody is in a hurry to be rid of any. */
function createUpkeep(context: EngineContext, loop: MakeLoop): readonly WorkLoop[] {
  const { connection, projectId } = context;
  return [
    loop("frequency counts", createCountDropper(connection, projectId), 60_000),
    loop("times of budgets", () => dropEndedWindows(connection, projectId, 1_000), 60_000),
    loop("addresses of recipients", () => dropRecipientAddresses(connection, projectId, 2_000), 60_000),
    // What a very late word brings of a month that was done with.
    loop("late reports", () => numberAndPost(context, "0001-01-01"), 60_000),
    loop("failures of webhooks", () => dropOldFailures(connection, projectId), 60_000),
    loop("firings of triggers", () => dropOldFirings(connection, projectId, context.clock.now()), 60_000),
  ];
}
