import type { Clock } from "../clock.ts";
import { endOfMonth } from "./japan-time.ts";

/** People reached this month (UTC+9) against the monthly limit. */
export interface Quota {
  readonly limit: number | undefined;
  /** People reached; what is only reserved is not among them. */
  used(): number;
  /** How many can still be reached; what is reserved cannot. Infinity without a limit. */
  remaining(): number;
  /** Counts people as reached; false, and nothing counted, when they do not all fit. */
  spend(people: number): boolean;
  /** Sets people aside, which must be no more than remain. */
  reserve(reservation: Reservation): void;
}

/** What a narrowcast under way keeps from others. */
interface Reservation {
  readonly people: number;
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
  /** Of `people`, how many then count as reached. */
  readonly reached: number;
}

export function createQuota(clock: Clock, limit = Infinity): Quota {
  let monthEndsAt = 0;
  let usedThisMonth = 0;
  let reservations: Reservation[] = [];

  function used(): number {
    const now = clock.now();
    if (now >= monthEndsAt) {
      monthEndsAt = endOfMonth(now);
      usedThisMonth = 0;
    }
    if (reservations.length > 0) settle(now);
    return usedThisMonth;
  }

  function settle(now: number): void {
    for (const { until, reached } of reservations) if (until <= now) usedThisMonth += reached;
    reservations = reservations.filter(({ until }) => until > now);
  }

  function remaining(): number {
    const free = limit - used();
    return Math.max(0, reservations.reduce((left, { people }) => left - people, free));
  }

  return {
    limit: limit === Infinity ? undefined : limit,
    used,
    remaining,
    spend(people) {
      if (people > 0 && people > remaining()) return false;
      usedThisMonth = used() + people;
      return true;
    },
    reserve(reservation) {
      reservations.push(reservation);
    },
  };
}
