import type { Clock } from "../clock.ts";

const japanOffsetMs = 9 * 3_600_000;

/** People reached this month (UTC+9) against the monthly limit. */
export interface Quota {
  readonly limit: number | undefined;
  used(): number;
  /** Counts people as reached; false, and nothing counted, when they do not all fit. */
  spend(people: number): boolean;
}

export function createQuota(clock: Clock, limit: number | undefined): Quota {
  let month = "";
  let used = 0;

  function startNewMonth(): void {
    const current = new Date(clock.now() + japanOffsetMs).toISOString().slice(0, 7);
    if (current === month) return;
    month = current;
    used = 0;
  }

  return {
    limit,
    used() {
      startNewMonth();
      return used;
    },
    spend(people) {
      if (limit !== undefined) startNewMonth();
      if (limit !== undefined && people > 0 && used + people > limit) return false;
      used += people;
      return true;
    },
  };
}
