import type { StatisticsUnits } from "@todoke/core";
import type { Route } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import type { PlanNote, PlanView } from "../plan-view.ts";
import type { ResolvedPlan } from "../plan/resolve-plan.ts";
import { countAddresses } from "../store/audiences/audience-rows.ts";
import { countPeople as countFound } from "../store/filters/filtered-people.ts";
import { readUnitNames, writeUnitName } from "../store/statistics-unit.ts";
import type { Submission } from "../submission.ts";
import { automaticUnitFrom, unitNameFor } from "./unit-name.ts";

/** A submission's plan with the names under which its steps are added up. */
export interface PlanWithUnits {
  readonly resolved: ResolvedPlan;
  readonly planView: PlanView;
}

interface Choice {
  readonly step: number;
  readonly route: Route;
  readonly units: StatisticsUnits;
  /** Undefined where it will be made of the message's id. */
  readonly name: string | undefined;
}

/** How long a provider may take to say how many names are used; without its word our own count stands alone. */
const patienceMs = 2_000;

/** The names that submitting will use. An explanation has no message id, and so no name that would be made of it. */
export async function chooseUnits(
  context: EngineContext,
  submission: Submission,
  messageId: string | undefined,
): Promise<PlanWithUnits> {
  const { resolved, planView } = submission;
  const names = new Map<number, string | undefined>();
  const notes: PlanNote[] = [];
  for (const choice of choicesOf(submission, await countPeople(context, submission))) {
    const hasRoom = await hasRoomFor(context, choice);
    const name = choice.name ?? (messageId === undefined ? undefined : unitNameFor(messageId, choice.step));
    notes.push(noteOn(choice, hasRoom));
    if (!hasRoom) continue;
    names.set(choice.step, name);
    const month = { accountId: choice.route.accountId, month: choice.units.monthOf(context.clock.now()) };
    if (messageId !== undefined && name !== undefined) await writeUnitName(context.connection, context.projectId, month, name);
  }
  if (notes.length === 0) return { resolved, planView };
  const named = <Step extends object>(step: Step, index: number) => {
    const name = names.get(index);
    return name === undefined ? step : { ...step, statisticsUnit: name };
  };
  return {
    resolved: { ...resolved, plan: { ...resolved.plan, steps: resolved.plan.steps.map(named) } },
    planView: { ...planView, steps: planView.steps.map(named), notes: [...planView.notes, ...notes] },
  };
}

/** How many of the message's recipients have an address of a kind. */
type PeopleOf = (addressKind: string) => number;

async function countPeople({ connection, projectId }: EngineContext, { request, listId, filter, deliveries }: Submission): Promise<PeopleOf> {
  // As many as will be added.
  if (request.open === true) return () => Number.POSITIVE_INFINITY;
  if (filter !== undefined) {
    const { addresses } = await countFound(connection, projectId, filter);
    return (kind) => addresses.find((count) => count.kind === kind)?.people ?? 0;
  }
  if (listId === undefined) return (kind) => deliveries.filter(({ addresses }) => addresses[kind] !== undefined).length;
  const counts = await countAddresses(connection, projectId, listId);
  return (kind) => counts.find((count) => count.kind === kind)?.members ?? 0;
}

/** Steps that are added up: by the caller's name, by the one in native content, or because many people get them. */
function choicesOf({ request, message, resolved, audience, purpose }: Submission, peopleOf: PeopleOf): readonly Choice[] {
  if (audience !== undefined || request.test === true) return [];
  return resolved.routes.flatMap((route, step): readonly Choice[] => {
    const { adapter } = route;
    const units = adapter.statistics?.units;
    if (units === undefined) return [];
    const content = resolved.plan.steps[step]!.content ?? message.content;
    const rendered = content.type === "native" ? adapter.render(content, { purpose }) : undefined;
    const name = (rendered?.ok === true ? units.nameIn(rendered.payload) : undefined) ?? request.statistics?.unit;
    const isForFew = peopleOf(adapter.address.kind) < automaticUnitFrom;
    return name === undefined && isForFew ? [] : [{ step, route, units, name }];
  });
}

async function hasRoomFor(context: EngineContext, { route, units, name }: Choice): Promise<boolean> {
  const month = { accountId: route.accountId, month: units.monthOf(context.clock.now()) };
  const ours = await readUnitNames(context.connection, context.projectId, month, name);
  if (ours.isUsed) return true;
  if (ours.used >= units.namesPerMonth) return false;
  return ((await askUsedNames(context, route, units)) ?? 0) < units.namesPerMonth;
}

async function askUsedNames(
  { settings, signal, log }: EngineContext,
  { accountId }: Route,
  units: StatisticsUnits,
): Promise<number | undefined> {
  try {
    return await units.usedNames({ timeoutMs: Math.min(patienceMs, settings.callTimeoutMs), signal });
  } catch (error) {
    log.warn({ error, account: accountId }, "an account could not be asked how many statistics names it has used");
    return undefined;
  }
}

function noteOn({ step, route, units, name }: Choice, hasRoom: boolean): PlanNote {
  const position = `step ${step + 1} (${route.adapter.channel})`;
  if (!hasRoom) {
    const detail = `${position}: all ${units.namesPerMonth} names of this month are used, so that nothing will be told of opens and clicks`;
    return { code: "no-statistics-unit", detail };
  }
  const under = name === undefined ? "a name of the message's own" : name;
  return { code: "statistics-unit", detail: `${position}: opens and clicks are added up under ${under}` };
}
