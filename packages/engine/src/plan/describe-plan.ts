import type { Adapter, Content, Plan, Purpose } from "@todoke/core";
import { formsOf } from "../content/translations.ts";
import { formatDuration } from "../durations.ts";
import type { PlanNote, PlanStepView, PlanView } from "../plan-view.ts";
import { provesAcceptanceOnly } from "./defaults.ts";
import type { ResolvedPlan } from "./resolve-plan.ts";

/** The plan as callers see it, with what they should know before it is sent. */
export function describePlan(resolved: ResolvedPlan, content: Content, purpose: Purpose): PlanView {
  const { plan, allRoutes, source, validityPeriodMs } = resolved;
  const steps = plan.steps.map((step, index): PlanStepView => {
    const rendered = formsOf(step.content ?? content).flatMap((form) =>
      allRoutes[index]!.map(({ adapter }) => adapter.render(form.content, { purpose })));
    return {
      channel: step.channel,
      account: step.account,
      ...(step.accounts && { accounts: step.accounts }),
      ...(step.content === undefined ? {} : { content: step.content }),
      succeedOn: step.succeedOn,
      ...(step.switchAfterMs === undefined ? {} : { switchAfter: formatDuration(step.switchAfterMs) }),
      ...(step.retryEveryMs === undefined ? {} : { retry: { every: formatDuration(step.retryEveryMs) } }),
      ...(step.validityPeriodMs === undefined ? {} : { validityPeriod: formatDuration(step.validityPeriodMs) }),
      ...(step.allowUnverifiedInbound === undefined ? {} : { allowUnverifiedInbound: step.allowUnverifiedInbound }),
      lost: distinct(rendered.flatMap((result) => (result.ok ? result.lost : []))),
      warnings: distinct(rendered.flatMap((result) => (result.ok ? (result.warnings ?? []) : []))),
    };
  });
  return {
    source,
    steps,
    onUnknown: plan.onUnknown,
    unknownHold: formatDuration(plan.unknownHoldMs),
    reachability: plan.reachability,
    reachabilityMaxAge: formatDuration(plan.reachabilityMaxAgeMs),
    validityPeriod: formatDuration(validityPeriodMs),
    notes: plan.steps.flatMap((_, index) => notesOnStep(resolved, index)),
  };
}

/** Said once, where several accounts give the same reason. */
function notesOnStep({ plan, allRoutes }: ResolvedPlan, index: number): readonly PlanNote[] {
  const notes = allRoutes[index]!.flatMap(({ adapter }) => notesOn(plan, index, adapter));
  return [...new Map(notes.map((note) => [note.detail, note])).values()];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function notesOn(plan: Plan, index: number, adapter: Adapter): readonly PlanNote[] {
  const { switchAfterMs } = plan.steps[index]!;
  const position = `step ${index + 1} (${adapter.channel})`;
  const notes: PlanNote[] = [];
  if (provesAcceptanceOnly(adapter)) {
    const detail = `${position}: acceptance is all that ${adapter.provider} ever says; it is no proof of delivery`;
    notes.push({ code: "acceptance-only", detail });
    if (switchAfterMs !== undefined) notes.push(lookupNote(position, plan.reachability, plan.reachabilityMaxAgeMs));
  }
  const horizonMs = adapter.evidence?.horizonMs ?? 0;
  if (switchAfterMs !== undefined && switchAfterMs < horizonMs && adapter.evidence?.recallable === false) {
    const detail =
      `${position} may still deliver up to ${formatDuration(horizonMs)} after acceptance and cannot be recalled, ` +
      `while the next step takes over after ${formatDuration(switchAfterMs)}: a person can get both`;
    notes.push({ code: "duplicate-contact-possible", detail });
  }
  return notes;
}

function lookupNote(position: string, mode: "ask" | "assume", maxAgeMs: number): PlanNote {
  const age = formatDuration(maxAgeMs);
  return mode === "ask"
    ? {
        code: "looks-up-reachability",
        detail: `${position}: an address of which nothing younger than ${age} is known is looked up first, one call each`,
      }
    : {
        code: "assumes-reachability",
        detail: `${position}: addresses are not looked up; people who have blocked the account count as reached`,
      };
}
