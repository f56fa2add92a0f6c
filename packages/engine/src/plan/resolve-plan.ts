import { evidenceRank, type Plan, type Problem, type Purpose, type Step, type SuccessEvidence } from "@todoke/core";
import type { Accounts, Route } from "../accounts.ts";
import { formatDuration, parseDurationMs } from "../durations.ts";
import type { PlanRequest, StepRequest } from "../message-request.ts";
import {
  bestEvidence,
  defaultOnUnknown,
  defaultSwitchAfterMs,
  defaultValidityPeriodMs,
  planDefaults,
} from "./defaults.ts";

/** A plan with every default written out, or what is wrong with the request. */
export interface ResolvedPlan {
  readonly plan: Plan;
  readonly source: "request" | "configuration" | "default";
  /** One for each step. */
  readonly routes: readonly Route[];
  readonly validityPeriodMs: number;
}

export interface PlanInputs {
  readonly plan?: PlanRequest;
  readonly validityPeriod?: string;
  readonly purpose: Purpose;
  readonly defaultPlan?: PlanRequest;
  readonly accounts: Accounts;
}

/** Problems are appended to `problems`; the answer is undefined when there is any. */
export function resolvePlan(inputs: PlanInputs, problems: Problem[]): ResolvedPlan | undefined {
  const before = problems.length;
  const source = inputs.plan !== undefined ? "request" : inputs.defaultPlan !== undefined ? "configuration" : "default";
  const requested = inputs.plan ?? inputs.defaultPlan ?? defaultPlan(inputs);
  if (requested.steps.length === 0) {
    problems.push({ pointer: "/plan/steps", code: "no-steps", detail: noStepsDetail(inputs.accounts) });
    return undefined;
  }
  const routes: Route[] = [];
  const steps: Step[] = [];
  requested.steps.forEach((step, index) => {
    const route = findRoute(step, `/plan/steps/${index}`, inputs.accounts, problems);
    if (route === undefined) return;
    routes.push(route);
    steps.push(resolveStep(step, index, requested.steps.length, route, inputs.purpose, problems));
  });
  const durations = resolveDurations(requested, inputs, problems);
  if (problems.length === before) checkFit(steps, durations.validityPeriodMs, problems);
  if (problems.length > before) return undefined;
  const plan: Plan = {
    steps,
    onUnknown: requested.onUnknown ?? defaultOnUnknown(inputs.purpose),
    unknownHoldMs: durations.unknownHoldMs,
    reachability: requested.reachability ?? planDefaults.reachability,
    reachabilityMaxAgeMs: durations.reachabilityMaxAgeMs,
  };
  return { plan, source, routes, validityPeriodMs: durations.validityPeriodMs };
}

/** A code stays on its first channel unless its steps are written out. */
function defaultPlan({ accounts, purpose }: PlanInputs): PlanRequest {
  const steps = planDefaults.channels
    .filter((channel) => accounts.route(channel) !== undefined)
    .map((channel) => ({ channel }));
  return { steps: purpose === "otp" ? steps.slice(0, 1) : steps };
}

function noStepsDetail(accounts: Accounts): string {
  return accounts.channels.length === 0
    ? "no account is configured: set LINE or SMS credentials first"
    : `name at least one step; configured channels: ${accounts.channels.join(", ")}`;
}

function findRoute(step: StepRequest, pointer: string, accounts: Accounts, problems: Problem[]): Route | undefined {
  const route = accounts.route(step.channel, step.account);
  if (route !== undefined) return route;
  const configured = accounts.channels.length === 0 ? "none" : accounts.channels.join(", ");
  problems.push(
    step.account !== undefined && accounts.route(step.channel) !== undefined
      ? {
          pointer: `${pointer}/account`,
          code: "unknown-account",
          detail: `no account of this id carries the channel; accounts: ${accounts.all.map(({ id }) => id).join(", ")}`,
        }
      : {
          pointer: `${pointer}/channel`,
          code: "unknown-channel",
          detail: `no configured account carries this channel; configured channels: ${configured}`,
        },
  );
  return undefined;
}

function resolveStep(
  step: StepRequest,
  index: number,
  count: number,
  { accountId, adapter }: Route,
  purpose: Purpose,
  problems: Problem[],
): Step {
  const pointer = `/plan/steps/${index}`;
  const isLast = index === count - 1;
  const best = bestEvidence(adapter);
  const succeedOn: SuccessEvidence = step.succeedOn ?? best;
  if (evidenceRank(succeedOn) > evidenceRank(best)) {
    const detail = `${adapter.channel} never proves ${succeedOn}; the most it proves is ${best}`;
    problems.push({ pointer: `${pointer}/succeedOn`, code: "unprovable", detail });
  }
  const forbidden = adapter.forbiddenPurposes?.[purpose];
  if (forbidden !== undefined) {
    problems.push({ pointer: `${pointer}/channel`, code: "forbidden-purpose", detail: forbidden });
  }
  if (isLast && step.switchAfter !== undefined) {
    const detail = "the last step has no successor to switch to; use validityPeriod to end the delivery";
    problems.push({ pointer: `${pointer}/switchAfter`, code: "nothing-to-switch-to", detail });
  }
  const switchAfterMs = isLast
    ? undefined
    : readDuration(step.switchAfter, `${pointer}/switchAfter`, defaultSwitchAfterMs(adapter, purpose), problems);
  const validityPeriodMs =
    step.validityPeriod === undefined
      ? undefined
      : readDuration(step.validityPeriod, `${pointer}/validityPeriod`, 0, problems);
  return {
    channel: step.channel,
    account: accountId,
    succeedOn,
    ...(step.content === undefined ? {} : { content: step.content }),
    ...(switchAfterMs === undefined ? {} : { switchAfterMs }),
    ...(validityPeriodMs === undefined ? {} : { validityPeriodMs }),
  };
}

function resolveDurations(requested: PlanRequest, inputs: PlanInputs, problems: Problem[]) {
  const validityPeriodMs = readDuration(
    inputs.validityPeriod,
    "/validityPeriod",
    defaultValidityPeriodMs(inputs.purpose),
    problems,
  );
  if (validityPeriodMs > planDefaults.maxValidityPeriodMs) {
    const detail = `at most ${formatDuration(planDefaults.maxValidityPeriodMs)}`;
    problems.push({ pointer: "/validityPeriod", code: "too-long", detail });
  }
  return {
    validityPeriodMs,
    unknownHoldMs: readDuration(
      requested.unknownHold,
      "/plan/unknownHold",
      planDefaults.unknownHoldMs,
      problems,
    ),
    reachabilityMaxAgeMs: readDuration(
      requested.reachabilityMaxAge,
      "/plan/reachabilityMaxAge",
      planDefaults.reachabilityMaxAgeMs,
      problems,
    ),
  };
}

function readDuration(text: string | undefined, pointer: string, defaultMs: number, problems: Problem[]): number {
  if (text === undefined) return defaultMs;
  const milliseconds = parseDurationMs(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  const detail = "must be an ISO 8601 duration of weeks, days, hours, minutes or seconds above zero, such as PT2M";
  problems.push({ pointer, code: "invalid-duration", detail });
  return defaultMs;
}

/** Every step must be able to start before the delivery expires. */
function checkFit(steps: readonly Step[], validityPeriodMs: number, problems: Problem[]): void {
  let startsAfterMs = 0;
  steps.forEach((step, index) => {
    if (index > 0 && startsAfterMs >= validityPeriodMs) {
      const starts = formatDuration(startsAfterMs);
      const ends = formatDuration(validityPeriodMs);
      problems.push({
        pointer: `/plan/steps/${index}`,
        code: "never-reached",
        detail: `could start only ${starts} after acceptance, but the delivery expires after ${ends}`,
      });
    }
    startsAfterMs += step.switchAfterMs ?? 0;
  });
}
