import type { Problem } from "@todoke/core";
import { parseDurationMs } from "../durations.ts";

/** How fast the recipients of a message are released, one after the other and evenly. */
export interface SendingSpeedLimit {
  /** Recipients in each `per`; 1 to 1,000,000. */
  readonly amount: number;
  /** ISO 8601 duration, from PT1S to P7D: `PT1H`. */
  readonly per: string;
}

const second = 1_000;
const week = 7 * 24 * 3_600 * second;

/** Recipients in each `per` at the most. */
export const largestAmount = 1_000_000;

/** Whoever is released within this time of each other goes together, in milliseconds. */
export const togetherMs = 200;

/** How many are released together: one, unless they follow each other faster than that. */
export function releasedTogether(apartMs: number): number {
  return Math.max(1, Math.floor(togetherMs / apartMs));
}

/** Whether the limit means something. What is wrong with it is appended to `problems`. */
export function checkLimit({ amount, per }: SendingSpeedLimit, problems: Problem[]): boolean {
  const before = problems.length;
  const report = (field: string, code: string, detail: string) => problems.push({ pointer: `/sendingSpeedLimit/${field}`, code, detail });
  const perMs = parseDurationMs(per);
  if (perMs === undefined || perMs < second || perMs > week) {
    report("per", "invalid-duration", "must be an ISO 8601 duration of weeks, days, hours, minutes or seconds from PT1S to P7D, such as PT1H");
  }
  if (!Number.isInteger(amount) || amount < 1 || amount > largestAmount) {
    report("amount", "invalid-amount", `must be a whole number from 1 to ${largestAmount}`);
  }
  return problems.length === before;
}

/** From one release to the next under a limit that means something, in milliseconds. */
export function apartMsOf({ amount, per }: SendingSpeedLimit): number {
  return parseDurationMs(per)! / amount;
}
