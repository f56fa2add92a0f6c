import type { IndexRange } from "../index-range.ts";
import type { Finish } from "../contestants/contestant.ts";
import { wallClockMs } from "../wall-clock.ts";

/** Runs what the parent asks for, one range after the other, says when each began and ended, and ends with the parent. */
export function serveRuns(run: (range: IndexRange) => Promise<unknown>): void {
  process.on("disconnect", () => process.exit());
  process.on("message", (range: IndexRange) => {
    const startedAtMs = wallClockMs();
    void run(range).then(() => process.send?.({ startedAtMs, endedAtMs: wallClockMs() } satisfies Finish));
  });
  process.send?.("ready");
}
