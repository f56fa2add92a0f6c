import { keepUp, upkeepIntervalMs } from "./database/upkeep.ts";
import { observeClock } from "./observe-clock.ts";
import { createMonthKeeper } from "./retention/keep-months.ts";
import type { SharedParts } from "./shared-parts.ts";
import { dropOldAnswers } from "./store/keyed-answers/drop-old-answers.ts";
import { dropDeadTokens } from "./store/reply-tokens.ts";
import { WorkLoop, type Worker } from "./work-loop.ts";

/** What runs once in a process, whatever projects there are. */
export function createSharedWork(shared: SharedParts): readonly WorkLoop[] {
  const { database: { connection, soleProcess }, clock, hearing, settings, months, keptMonths, log } = shared;
  const loop = (name: string, worker: Worker, intervalMs: number) => new WorkLoop(name, worker, Math.max(intervalMs, settings.pollIntervalMs), log);
  return [
    loop("clock", () => observeClock(clock, connection), 1_000),
    loop("hearing", () => hearing.note(), 2_000),
    // Dead tokens do no harm, and answers may be megabytes each: nobody is in a hurry to be rid of any.
    loop("reply tokens", () => dropDeadTokens(connection, 1_000), 60_000),
    loop("answers of requests", () => dropOldAnswers(connection, 100), 60_000),
    loop("months", createMonthKeeper({ connection, months, clock, log }, keptMonths), 60_000),
    ...(soleProcess ? [loop("upkeep", () => keepUp(connection), upkeepIntervalMs)] : []),
  ];
}
