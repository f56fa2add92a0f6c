import type { Problem, Step } from "@todoke/core";
import { later } from "../decide.ts";
import { formatDuration, parseDurationMs } from "../durations.ts";
import { checkFit } from "../plan/resolve-plan.ts";
import type { MessageWindows } from "../windows/message-windows.ts";
import { releaseTimes } from "./release-times.ts";
import { apartMsOf, type SendingSpeedLimit } from "./sending-speed-limit.ts";

/** What decides when the recipients of a message are released. */
export interface SpeedInputs extends MessageWindows {
  readonly limit: SendingSpeedLimit;
  readonly releaseAt: Date;
  readonly expiresAt: Date | undefined;
  readonly steps: readonly Step[];
  /** Of each delivery, from its own release; in milliseconds. */
  readonly validityPeriodMs: number;
  /** As asked for, where it was. */
  readonly validityPeriod?: string | undefined;
}

/** When so many recipients of a message are released, and whether that fits. */
export interface SpeedPlan {
  readonly limit: SendingSpeedLimit;
  /** When each is released, in their order, where nothing comes in between. */
  releases(): Generator<Date, never>;
  lastReleaseAt(recipients: number): Date;
  /** From the release of the message to that of the last of so many, in milliseconds. */
  spreadMs(recipients: number): number;
  /** What stands against so many. */
  problemsWith(recipients: number): readonly Problem[];
}

export function planSpeed(inputs: SpeedInputs): SpeedPlan {
  const { limit, releaseAt } = inputs;
  const apartMs = apartMsOf(limit);
  const times = releaseTimes(inputs);
  const lastReleaseAt = (recipients: number) => new Date(times.after(releaseAt.getTime(), Math.max(0, recipients - 1) * apartMs));
  return {
    limit,
    *releases() {
      for (let atMs = times.after(releaseAt.getTime(), 0); ; atMs = times.after(atMs, apartMs)) yield new Date(atMs);
    },
    lastReleaseAt,
    spreadMs: (recipients) => lastReleaseAt(recipients).getTime() - releaseAt.getTime(),
    problemsWith: (recipients) => problemsOf(inputs, recipients, lastReleaseAt(recipients)),
  };
}

/** The last one must be released, and every step of theirs begun, before the message ends. */
function problemsOf(
  { limit, releaseAt, expiresAt, steps, validityPeriodMs, validityPeriod }: SpeedInputs,
  recipients: number,
  lastAt: Date,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (expiresAt === undefined || expiresAt <= releaseAt) return problems;
  const last = `the last of ${recipients} is released at ${lastAt.toISOString()}`;
  const leftMs = expiresAt.getTime() - lastAt.getTime();
  if (leftMs <= 0) {
    const detail = `at ${limit.amount} per ${limit.per} ${last}, but the message ends at ${expiresAt.toISOString()}`;
    problems.push({ pointer: "/sendingSpeedLimit", code: "outlasts-expires-at", detail });
    return problems;
  }
  const askedMs = validityPeriod === undefined ? undefined : parseDurationMs(validityPeriod);
  if (askedMs !== undefined && askedMs > leftMs) {
    const fits = formatDuration(Math.floor(leftMs / 1_000) * 1_000);
    const detail = `${last} and would last until ${later(lastAt, askedMs).toISOString()}, but expiresAt is ${expiresAt.toISOString()}: at most ${fits} fits`;
    problems.push({ pointer: "/validityPeriod", code: "outlasts-expires-at", detail });
    return problems;
  }
  const unfit: Problem[] = [];
  checkFit(steps, Math.min(validityPeriodMs, leftMs), unfit);
  return unfit.map((problem) => ({ ...problem, detail: `${problem.detail} (${last})` }));
}
