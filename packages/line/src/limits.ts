import type { RateLimit } from "@todoke/core";

const perSecond = (requests: number): RateLimit => ({ requests, perMs: 1000 });

/**
 * Documented rates for each endpoint and LINE channel, by endpoint name ("Messaging API reference", "Rate limits").
 * LINE counts requests, not people: a multicast to 500 people is one request.
 */
export const messageLimits = {
  push: perSecond(2000),
  multicast: perSecond(200),
  profile: perSecond(2000),
} as const satisfies Readonly<Record<string, RateLimit>>;

/** As {@link messageLimits}, for notification messages. */
export const notificationLimits = {
  "pnp-template": perSecond(2000),
  "pnp-flexible": perSecond(2000),
} as const satisfies Readonly<Record<string, RateLimit>>;
