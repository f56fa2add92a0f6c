import type { Clock } from "../clock.ts";

const japanOffsetMs = 9 * 3_600_000;

/** People reached this month (UTC+9) against the monthly limit. */
export interface Quota {
  readonly limit: number | undefined;
  used(): number;
  /** Counts people as reached; false, and nothing counted, when they do not all fit. */
  spend(people: number): boolean;
}

export function createQuota(clock: Clock, limit = Infinity): Quota {
  let monthEndsAt = 0;
  let usedThisMonth = 0;

  function used(): number {
    if (clock.now() >= monthEndsAt) {
      monthEndsAt = endOfMonth(clock.now());
      usedThisMonth = 0;
    }
    return usedThisMonth;
  }

  return {
    limit: limit === Infinity ? undefined : limit,
    used,
    spend(people) {
      const after = used() + people;
      if (people > 0 && after > limit) return false;
      usedThisMonth = after;
      return true;
    },
  };
}

function endOfMonth(now: number): number {
  const inJapan = new Date(now + japanOffsetMs);
  return Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1) - japanOffsetMs;
}
