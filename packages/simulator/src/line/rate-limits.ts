import type { Clock } from "../clock.ts";
import type { EndpointName } from "../endpoint-name.ts";
import type { RateLimit, RateLimits } from "../options.ts";

const perSecond = (requests: number): RateLimit => ({ requests, perMs: 1_000 });
const perMinute = (requests: number): RateLimit => ({ requests, perMs: 60_000 });
const perHour = (requests: number): RateLimit => ({ requests, perMs: 3_600_000 });

/** "Messaging API reference", Rate limits: per channel and endpoint. */
const documentedLimits: RateLimits = {
  push: perSecond(2_000),
  reply: perSecond(2_000),
  multicast: perSecond(200),
  broadcast: perHour(60),
  narrowcast: perHour(60),
  "narrowcast-progress": perSecond(2_000),
  "audience-create": perMinute(60),
  "audience-create-file": perMinute(60),
  "audience-add": perMinute(60),
  "audience-add-file": perMinute(60),
  "audience-click": perMinute(60),
  "audience-imp": perMinute(60),
  "audience-rename": perMinute(60),
  "audience-delete": perMinute(60),
  "audience-get": perMinute(60),
  "audience-list": perMinute(60),
  profile: perSecond(2_000),
  "pnp-template": perSecond(2_000),
  "pnp-flexible": perSecond(2_000),
  validate: perSecond(2_000),
  quota: perSecond(2_000),
  "bot-info": perSecond(2_000),
  "webhook-endpoint": perMinute(1_000),
  "webhook-test": perHour(60),
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
