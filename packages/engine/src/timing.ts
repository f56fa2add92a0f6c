import type { Problem } from "@todoke/core";
import { Temporal } from "temporal-polyfill";
import { later } from "./decide.ts";
import { formatDuration, parseDurationMs } from "./durations.ts";
import type { MessageRequest } from "./message-request.ts";

/** How far ahead a message may be scheduled. */
const furthestMs = 180 * 24 * 60 * 60_000;

/** When a message goes out and when it ends, as far as the request says. */
export interface Timing {
  readonly sendAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  /** Where validity begins: at `sendAt`, or now. */
  readonly releaseAt: Date;
  /** `sendAt` is still to come. */
  readonly isScheduled: boolean;
  /** What `expiresAt` leaves of the time from release, in milliseconds. */
  readonly longestValidityMs: number | undefined;
}

/** The moments of a request, checked against each other and against `now`; what is wrong is appended to `problems`. */
export function readTiming(
  request: Pick<MessageRequest, "sendAt" | "expiresAt" | "validityPeriod" | "sendingSpeedLimit">,
  now: Date,
  problems: Problem[],
): Timing {
  const sendAt = readSendAt(request.sendAt, now, problems);
  const expiresAt = readInstant(request.expiresAt, "/expiresAt", problems);
  const isScheduled = sendAt !== undefined && sendAt > now;
  const releaseAt = isScheduled ? sendAt : now;
  // With a sending speed limit validity runs from each recipient's own release, and is checked with it.
  const validityPeriod = request.sendingSpeedLimit === undefined ? request.validityPeriod : undefined;
  if (expiresAt !== undefined) checkEnd(expiresAt, releaseAt, validityPeriod, problems);
  const longestValidityMs = expiresAt === undefined || expiresAt <= releaseAt ? undefined : expiresAt.getTime() - releaseAt.getTime();
  return { sendAt, expiresAt, releaseAt, isScheduled, longestValidityMs };
}

/** The moment at which a message is to be released. */
export function readSendAt(text: string | undefined, now: Date, problems: Problem[]): Date | undefined {
  const sendAt = readInstant(text, "/sendAt", problems);
  const furthest = later(now, furthestMs);
  if (sendAt === undefined || sendAt <= furthest) return sendAt;
  problems.push({ pointer: "/sendAt", code: "too-far", detail: `at most 180 days ahead: until ${furthest.toISOString()}` });
  return undefined;
}

function checkEnd(expiresAt: Date, releaseAt: Date, validityPeriod: string | undefined, problems: Problem[]): void {
  const ends = expiresAt.toISOString();
  const released = releaseAt.toISOString();
  if (expiresAt <= releaseAt) {
    const detail = `the message would end at ${ends}, before it is released at ${released}`;
    problems.push({ pointer: "/expiresAt", code: "ends-before-release", detail });
    return;
  }
  const validityMs = validityPeriod === undefined ? undefined : parseDurationMs(validityPeriod);
  if (validityMs === undefined || later(releaseAt, validityMs) <= expiresAt) return;
  const fits = formatDuration(Math.floor((expiresAt.getTime() - releaseAt.getTime()) / 1_000) * 1_000);
  const detail = `from release it would last until ${later(releaseAt, validityMs).toISOString()}, but expiresAt is ${ends}: at most ${fits} fits`;
  problems.push({ pointer: "/validityPeriod", code: "outlasts-expires-at", detail });
}

/** Absent or readable; else a problem says why not. */
export function readInstant(text: string | undefined, pointer: string, problems: Problem[]): Date | undefined {
  if (text === undefined) return undefined;
  // As most programs write it, which needs no more than this.
  const written = new Date(text);
  if (!Number.isNaN(written.getTime()) && written.toISOString() === text) return written;
  try {
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    const detail = "must be an ISO 8601 instant with its offset, such as 2026-12-01T09:00:00+09:00";
    problems.push({ pointer, code: "invalid-instant", detail });
    return undefined;
  }
}
