import type { PreparedMessage } from "../content/prepared-message.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";
import { isReady, type Ready } from "./form-attempts.ts";
import { endpointOfOne, groupCalls } from "./group-calls.ts";
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

/** Lets only few calls at a time onto endpoints without keys. Deliveries that have no step at all are in neither list. */
export function limitKeyless(message: PreparedMessage, considered: readonly ConsideredDelivery[], now: Date): LimitedDeliveries {
  const going = considered.filter(isReady);
  if (going.every(hasKeys)) return { ready: going, deferred: [] };
  const ready: ConsideredDelivery[] = [];
  const deferred: ConsideredDelivery[] = [];
  let keyless = 0;
  for (const { members, endpoint } of groupCalls(message, going, now)) {
    const needsCaution = !isKeyed(members[0].use.route.adapter, endpoint);
    if (needsCaution) keyless += 1;
    (needsCaution && keyless > intentsAhead.keyless ? deferred : ready).push(...members);
  }
  return { ready, deferred };
}

/** However it is called. */
function hasKeys(delivery: Ready): boolean {
  const { adapter } = delivery.use.route;
  return isKeyed(adapter, endpointOfOne(delivery)) && (adapter.bulk === undefined || isKeyed(adapter, adapter.bulk.endpoint));
}
