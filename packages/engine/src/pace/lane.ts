import type { RateLimit } from "@todoke/core";
import type { Route } from "../accounts.ts";

/** One endpoint of one account: what providers limit the rate of. */
export interface Lane {
  readonly accountId: string;
  readonly endpoint: string;
  readonly limit: RateLimit;
}

/** Undefined where no rate is documented and the account names none. */
export function laneOf({ accountId, adapter, limits }: Route, endpoint: string): Lane | undefined {
  const limit = limits?.[endpoint] ?? adapter.limits?.[endpoint];
  return limit === undefined ? undefined : { accountId, endpoint, limit };
}

/** Whether turns are counted and not spread: at a rate so low the second call would wait for minutes. */
export function isCounted({ perMs }: RateLimit): boolean {
  return perMs > 1_000;
}

/** The same for the same lane. */
export function laneKey({ accountId, endpoint }: Lane): string {
  return `${accountId} ${endpoint}`;
}
