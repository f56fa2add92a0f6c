import { evidenceRank, type Adapter, type Plan, type Problem, type Purpose, type Step, type SuccessEvidence } from "@todoke/core";
import type { Accounts, Route } from "../accounts.ts";
import { formatDuration, parseDurationMs } from "../durations.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import type { PlanRequest, StepRequest } from "../message-request.ts";
import { purposeRules } from "../purpose-rules.ts";
import { bestEvidence, defaultSwitchAfterMs, planDefaults } from "./defaults.ts";
import { readStepAccounts, type StepRoutes } from "./step-accounts.ts";

/** A plan with every default written out, or what is wrong with the request. */
export interface ResolvedPlan {
  readonly plan: Plan;
  readonly source: "request" | "configuration" | "default";
  /** One for each step: that of the first account that may carry it. */
  readonly routes: readonly Route[];
  /** All that may carry each step. */
  readonly allRoutes: readonly (readonly Route[])[];
  /** From release to the end: no longer than `expiresAt` leaves. */
  readonly validityPeriodMs: number;
  /** From release, without regard to `expiresAt`. */
  readonly fullValidityPeriodMs: number;
}

export interface PlanInputs {
  readonly plan?: PlanRequest;
  readonly validityPeriod?: string;
  /** What `expiresAt` leaves of the time from release, in milliseconds. */
  readonly longestValidityMs?: number;
  readonly purpose: Purpose;
  readonly defaultPlan?: PlanRequest;
  readonly accounts: Accounts;
  /** A step on the channel of the event that is answered goes out at the event's account, unless it names another. */
  readonly reply?: ReplyTarget;
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
  const found: StepRoutes[] = [];
  const steps: Step[] = [];
  requested.steps.forEach((given, index) => {
    const step = withReplyAccount(given, inputs.reply);
    const stepRoutes = readStepAccounts(step, `/plan/steps/${index}`, inputs.accounts, problems);
    if (stepRoutes === undefined) return;
    found.push(stepRoutes);
    steps.push(resolveStep(step, index, requested.steps.length, stepRoutes, inputs.purpose, problems));
  });
  const durations = resolveDurations(requested, inputs, problems);
  const validity = {
    validityPeriodMs: Math.min(durations.validityPeriodMs, inputs.longestValidityMs ?? Infinity),
    fullValidityPeriodMs: durations.validityPeriodMs,
  };
  if (problems.length === before) checkFit(steps, validity.validityPeriodMs, problems);
  if (problems.length > before) return undefined;
  const plan: Plan = {
    steps,
    onUnknown: requested.onUnknown ?? purposeRules[inputs.purpose].onUnknown,
    unknownHoldMs: durations.unknownHoldMs,
    reachability: requested.reachability ?? planDefaults.reachability,
    reachabilityMaxAgeMs: durations.reachabilityMaxAgeMs,
  };
  const allRoutes = found.map(({ routes }) => routes);
  return { plan, source, routes: allRoutes.map(([first]) => first), allRoutes, ...validity };
}

function withReplyAccount(step: StepRequest, reply: ReplyTarget | undefined): StepRequest {
  const isOpen = step.account === undefined && step.accounts === undefined;
  return isOpen && step.channel === reply?.channel ? { ...step, account: reply.account } : step;
}

function defaultPlan({ accounts, purpose }: PlanInputs): PlanRequest {
  const steps = planDefaults.channels
    .filter((channel) => accounts.route(channel) !== undefined)
    .map((channel) => ({ channel }));
  return { steps: purposeRules[purpose].staysOnFirstChannel ? steps.slice(0, 1) : steps };
}

function noStepsDetail(accounts: Accounts): string {
  return accounts.channels.length === 0
    ? "there is no account: set LINE or SMS credentials, or make one by POST /v1/accounts"
    : `name at least one step; configured channels: ${accounts.channels.join(", ")}`;
}

function resolveStep(
  step: StepRequest,
  index: number,
  count: number,
  { routes, accounts }: StepRoutes,
  purpose: Purpose,
  problems: Problem[],
): Step {
  const pointer = `/plan/steps/${index}`;
  const isLast = index === count - 1;
  const adapters = routes.map(({ adapter }) => adapter);
  const best = bestOfAll(adapters);
  const succeedOn: SuccessEvidence = step.succeedOn ?? best;
  if (evidenceRank(succeedOn) > evidenceRank(best)) {
    const detail = `${step.channel} never proves ${succeedOn}; the most it proves is ${best}`;
    problems.push({ pointer: `${pointer}/succeedOn`, code: "unprovable", detail });
  }
  const forbidden = adapters.map(({ forbiddenPurposes }) => forbiddenPurposes?.[purpose]).find((reason) => reason !== undefined);
  if (forbidden !== undefined) {
    problems.push({ pointer: `${pointer}/channel`, code: "forbidden-purpose", detail: forbidden });
  }
  if (isLast && step.switchAfter !== undefined) {
    const detail = "the last step has no successor to switch to; use validityPeriod to end the delivery";
    problems.push({ pointer: `${pointer}/switchAfter`, code: "nothing-to-switch-to", detail });
  }
  const switchAfterMs = isLast
    ? undefined
    : readDuration(step.switchAfter, `${pointer}/switchAfter`, defaultSwitchOfAll(adapters, purpose), problems);
  const validityPeriodMs =
    step.validityPeriod === undefined
      ? undefined
      : readDuration(step.validityPeriod, `${pointer}/validityPeriod`, 0, problems);
  const retryEveryMs =
    step.retry === undefined ? undefined : readDuration(step.retry.every, `${pointer}/retry/every`, 0, problems);
  return {
    channel: step.channel,
    account: routes[0].accountId,
    ...(accounts && { accounts }),
    succeedOn,
    ...(step.content === undefined ? {} : { content: step.content }),
    ...(switchAfterMs === undefined ? {} : { switchAfterMs }),
    ...(retryEveryMs === undefined ? {} : { retryEveryMs }),
    ...(validityPeriodMs === undefined ? {} : { validityPeriodMs }),
    ...(step.allowUnverifiedInbound === undefined ? {} : { allowUnverifiedInbound: step.allowUnverifiedInbound }),
  };
}

/** What every account can prove. */
function bestOfAll(adapters: readonly Adapter[]): SuccessEvidence {
  return adapters.map(bestEvidence).reduce((one, other) => (evidenceRank(one) <= evidenceRank(other) ? one : other));
}

/** Long enough for every account. */
function defaultSwitchOfAll(adapters: readonly Adapter[], purpose: Purpose): number {
  return Math.max(...adapters.map((adapter) => defaultSwitchAfterMs(adapter, purpose)));
}

function resolveDurations(requested: PlanRequest, inputs: PlanInputs, problems: Problem[]) {
  const validityPeriodMs = readDuration(
    inputs.validityPeriod,
    "/validityPeriod",
    purposeRules[inputs.purpose].validityPeriodMs,
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
export function checkFit(steps: readonly Step[], validityPeriodMs: number, problems: Problem[]): void {
  let startsAfterMs = 0;
  steps.forEach((step, index) => {
    if (index > 0 && startsAfterMs >= validityPeriodMs) {
      const starts = formatDuration(startsAfterMs);
      const ends = formatDuration(validityPeriodMs);
      problems.push({
        pointer: `/plan/steps/${index}`,
        code: "never-reached",
        detail: `could start only ${starts} after release, but the delivery expires after ${ends}`,
      });
    }
    const lastsMs = step.switchAfterMs ?? validityPeriodMs - startsAfterMs;
    if (step.retryEveryMs !== undefined && step.retryEveryMs >= lastsMs) {
      const detail = `the step lasts ${formatDuration(Math.max(lastsMs, 0))}: a retry every ${formatDuration(step.retryEveryMs)} would never be made`;
      problems.push({ pointer: `/plan/steps/${index}/retry/every`, code: "never-retried", detail });
    }
    startsAfterMs += step.switchAfterMs ?? 0;
  });
}
