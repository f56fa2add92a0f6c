import type { ConsideredDelivery } from "./consider-deliveries.ts";
import { endpointOfOne } from "./group-calls.ts";
import { isKeyed } from "./outcome-of-call.ts";

/**
 * Intents written ahead of their calls. A crash leaves that many outcomes open: harmless where a key settles them by
 * repetition, so many at once; where nothing but the provider's memory settles them, few.
 */
export const intentsAhead = { keyed: 100, keyless: 16 } as const;

export interface LimitedDeliveries {
  readonly ready: readonly ConsideredDelivery[];
  /** They keep their step and come again at once, in slices of their own. */
  readonly deferred: readonly ConsideredDelivery[];
}

/** Lets only few deliveries at a time onto endpoints without keys. Those that have no step at all are in neither list. */
export function limitKeyless(considered: readonly ConsideredDelivery[]): LimitedDeliveries {
  const ready: ConsideredDelivery[] = [];
  const deferred: ConsideredDelivery[] = [];
  let keyless = 0;
  for (const delivery of considered) {
    if (delivery.use === undefined) continue;
    const { use } = delivery;
    const needsCaution = !isKeyed(use.route.adapter, endpointOfOne({ ...delivery, use }));
    if (needsCaution) keyless += 1;
    if (needsCaution && keyless > intentsAhead.keyless) deferred.push(delivery);
    else ready.push(delivery);
  }
  return { ready, deferred };
}
