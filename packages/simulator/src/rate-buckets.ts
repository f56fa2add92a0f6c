import type { Clock } from "./clock.ts";
import type { RateLimit } from "./options.ts";

export interface RateLimiter {
  /** Counts a call under this name; false when it is one too many. */
  admit(name: string): boolean;
}

interface Bucket {
  readonly limit: RateLimit;
  tokens: number;
  filledAt: number;
}

/** One token bucket for each name that has a limit, on the simulator's clock; a name without one is always admitted. */
export function createRateBuckets(clock: Pick<Clock, "now">, limitOf: (name: string) => RateLimit | undefined): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function bucketOf(name: string): Bucket | undefined {
    const known = buckets.get(name);
    const limit = known?.limit ?? limitOf(name);
    if (known !== undefined || limit === undefined) return known;
    const bucket = { limit, tokens: limit.requests, filledAt: clock.now() };
    buckets.set(name, bucket);
    return bucket;
  }

  return {
    admit(name) {
      const bucket = bucketOf(name);
      if (bucket === undefined) return true;
      const now = clock.now();
      const refill = ((now - bucket.filledAt) * bucket.limit.requests) / bucket.limit.perMs;
      bucket.tokens = Math.min(bucket.limit.requests, bucket.tokens + refill);
      bucket.filledAt = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
