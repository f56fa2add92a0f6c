import type { Accounts } from "../accounts.ts";
import type { AccountPin, HealthState } from "./account-condition.ts";
import type { HealthWatch } from "./health-watch.ts";

/** How well an account works. */
export interface AccountHealthView {
  readonly account: string;
  readonly state: HealthState;
  readonly since: Date;
  /** A sentence for people. */
  readonly why: string;
  readonly pin: AccountPin;
  readonly lastMinute: CallCountsView;
}

/** Calls that sent something. Those of the last second may be missing. */
export interface CallCountsView {
  readonly calls: number;
  /** Throttled or unavailable: what speaks against the provider. */
  readonly failed: number;
  /** Ended without an answer that tells what became of them. */
  readonly lost: number;
  /** Answered after more than five seconds. */
  readonly slow: number;
}

/** The accounts' health, as all processes share it. */
export interface AccountHealth {
  /** Undefined when there is no such account. */
  of(accountId: string): Promise<AccountHealthView | undefined>;
  /** Says what an operator wants; it stands until the next word, also over restarts. Undefined as above. */
  pin(accountId: string, pin: AccountPin): Promise<AccountHealthView | undefined>;
}

export function createAccountHealth(watch: HealthWatch, accounts: Accounts): AccountHealth {
  const read = async (account: string): Promise<AccountHealthView | undefined> => {
    const found = (await watch.read()).find(({ accountId }) => accountId === account);
    if (found === undefined) return undefined;
    const { state, since, why, pin, lastMinute } = found;
    return { account, state, since, why, pin, lastMinute };
  };
  return {
    of: async (accountId) => (accounts.account(accountId) === undefined ? undefined : read(accountId)),
    async pin(accountId, pin) {
      if (accounts.account(accountId) === undefined) return undefined;
      await watch.pin(accountId, pin);
      return read(accountId);
    },
  };
}
