import type { Clock } from "../clock.ts";
import type { RateLimit, RateLimits } from "../options.ts";
import { createRateBuckets, type RateLimiter } from "../rate-buckets.ts";

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
  "coupon-create": perSecond(200),
  "coupon-list": perSecond(200),
  "coupon-get": perSecond(200),
  "coupon-close": perSecond(200),
  "delivery-count": perSecond(2_000),
  "aggregation-info": perSecond(2_000),
  "aggregation-list": perSecond(2_000),
  "insight-delivery": perHour(60),
  "insight-followers": perHour(60),
  "insight-demographic": perHour(60),
  "insight-message": perHour(60),
  "insight-unit": perHour(60),
  followers: perSecond(2_000),
  "group-summary": perSecond(2_000),
  "member-count": perSecond(2_000),
  "member-ids": perSecond(2_000),
  "member-profile": perSecond(2_000),
  "group-leave": perSecond(2_000),
  profile: perSecond(2_000),
  "pnp-template": perSecond(2_000),
  "pnp-flexible": perSecond(2_000),
  validate: perSecond(2_000),
  quota: perSecond(2_000),
  "bot-info": perSecond(2_000),
  "token-issue": perSecond(2_000),
  "token-issue-stateless": perSecond(2_000),
  "token-issue-short-lived": perSecond(370),
  "token-keys": perSecond(2_000),
  "token-verify": perSecond(2_000),
  "token-revoke": perSecond(2_000),
  "webhook-endpoint": perMinute(1_000),
  "webhook-test": perHour(60),
};

const unlimited: RateLimiter = { admit: () => true };

/** One token bucket per endpoint, on the simulator's clock. */
export function createRateLimiter(clock: Clock, limits: RateLimits | "off" = {}): RateLimiter {
  if (limits === "off") return unlimited;
  const inForce: Readonly<Record<string, RateLimit>> = { ...documentedLimits, ...limits };
  return createRateBuckets(clock, (endpoint) => inForce[endpoint]);
}

/** One token bucket per user; without a limit everything is admitted. */
export function createUserRateLimiter(clock: Clock, limit: RateLimit | undefined): RateLimiter {
  return limit === undefined ? unlimited : createRateBuckets(clock, () => limit);
}
