import { InvalidRequestError } from "@todoke/core";
import { parseDurationMs } from "../durations.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId, parseTriggerId } from "../ids.ts";
import type { PlanRequest } from "../message-request.ts";
import { readFirings } from "../store/triggers/read-firings.ts";
import { readTrigger, readTriggers } from "../store/triggers/read-triggers.ts";
import { deleteTrigger, insertTrigger, updateTrigger, type TriggerToWrite } from "../store/triggers/write-triggers.ts";
import { checkTrigger, usualAtMostEvery } from "./check-trigger.ts";
import type { NewTrigger, TriggerChanges, Triggers, TriggerView } from "./trigger-view.ts";

/** Triggers of one project: all of them are held against each event. */
const mostTriggers = 200;

/** The rules by which one project's inbound events start messages. */
export function createTriggers(context: EngineContext, defaultPlan: PlanRequest | undefined): Triggers {
  const { connection, projectId } = context;
  const withId = async <Result>(id: string, work: (triggerId: string) => Promise<Result>): Promise<Result | undefined> => {
    const triggerId = parseTriggerId(id);
    return triggerId === undefined ? undefined : work(triggerId);
  };
  return {
    async create(request) {
      await checkTrigger(context, request, defaultPlan);
      const view = await insertTrigger(connection, projectId, newId(context.clock.now().getTime()), toWrite(request), mostTriggers);
      if (view !== undefined) return view;
      throw new InvalidRequestError([{ pointer: "", code: "too-many", detail: `there are ${mostTriggers} triggers already: delete one that is not needed` }]);
    },
    list: (request) => readTriggers(connection, projectId, request),
    get: (id) => withId(id, (triggerId) => readTrigger(connection, projectId, triggerId)),
    change: (id, changes) => withId(id, async (triggerId) => {
      const before = await readTrigger(connection, projectId, triggerId);
      if (before === undefined) return undefined;
      const after = changed(before, changes);
      if (after.enabled !== false) await checkTrigger(context, after, defaultPlan);
      return updateTrigger(connection, projectId, triggerId, toWrite(after));
    }),
    async remove(id) {
      return (await withId(id, (triggerId) => deleteTrigger(connection, projectId, triggerId))) ?? false;
    },
    firings: (id, request) => withId(id, async (triggerId) =>
      (await readTrigger(connection, projectId, triggerId)) && readFirings(connection, projectId, triggerId, request)),
  };
}

function changed({ account: formerAccount, ...before }: TriggerView, { account, ...changes }: TriggerChanges): NewTrigger {
  const now = account === undefined ? formerAccount : (account ?? undefined);
  return { ...before, ...changes, ...(now !== undefined && { account: now }) };
}

function toWrite({ name, account, when, message, atMostEvery = usualAtMostEvery, enabled = true }: NewTrigger): TriggerToWrite {
  return { name, account, when, message, atMostEveryMs: parseDurationMs(atMostEvery)!, enabled };
}
