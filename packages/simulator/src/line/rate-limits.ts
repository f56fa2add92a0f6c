import type { Clock } from "../clock.ts";
import type { EndpointName } from "../endpoint-name.ts";
import type { RateLimit, RateLimits } from "../options.ts";

const perSecond = (requests: number): RateLimit => ({ requests, perMs: 1_000 });

/** "Messaging API reference", Rate limits: per channel and endpoint. */
const documentedLimits: RateLimits = {
  push: perSecond(2_000),
  reply: perSecond(2_000),
  multicast: perSecond(200),
  profile: perSecond(2_000),
  "pnp-template": perSecond(2_000),
  "pnp-flexible": perSecond(2_000),
  validate: perSecond(2_000),
  quota: perSecond(2_000),
  "bot-info": perSecond(2_000),
  "webhook-endpoint": { requests: 1_000, perMs: 60_000 },
  "webhook-test": { requests: 60, perMs: 3_600_000 },
};

export interface RateLimiter {
  /** Counts a call; false when it is one too many. */
  admit(endpoint: EndpointName): boolean;
}

interface Bucket {
  readonly limit: RateLimit;
  tokens: number;
  filledAt: number;
}

/** One token bucket per endpoint, on the simulator's clock. */
export function createRateLimiter(clock: Clock, limits: RateLimits | "off" = {}): RateLimiter {
  if (limits === "off") return { admit: () => true };
  const buckets = new Map<string, Bucket>();
  for (const [endpoint, limit] of Object.entries({ ...documentedLimits, ...limits })) {
    buckets.set(endpoint, { limit, tokens: limit.requests, filledAt: clock.now() });
  }
  return {
    admit(endpoint) {
      const bucket = buckets.get(endpoint);
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
