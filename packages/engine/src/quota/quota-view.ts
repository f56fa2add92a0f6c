import type { Accounts } from "../accounts.ts";
import type { StoredQuota } from "../store/account-quota.ts";
import type { QuotaWatch } from "./quota-watch.ts";

/** What one channel of an account may still send, as its provider says. */
export interface QuotaView {
  readonly account: string;
  readonly channel: string;
  /** What is counted: `person`. */
  readonly unit: string;
  /** Null without a limit, and until the provider has answered once. */
  readonly limit: number | null;
  readonly used: number | null;
  /** Never below zero; null where `limit` is. */
  readonly remaining: number | null;
  /** When the provider begins to count anew. */
  readonly renewsAt: Date | null;
  /** When it was last told; null until then. */
  readonly checkedAt: Date | null;
  /** What notices and marketing leave of it, while another channel can take over. */
  readonly keep?: number;
  /** The provider's code for why the last question brought no answer. */
  readonly failure?: string;
}

/** The accounts' allowances. */
export interface Quotas {
  /** One for each channel of the account whose provider counts; empty for others. Asks no provider. */
  ofAccount(accountId: string): Promise<readonly QuotaView[]>;
}

export function createQuotas(watch: QuotaWatch, accounts: Accounts): Quotas {
  return {
    ofAccount: async (accountId) => {
      const stored = await watch.read();
      const account = accounts.account(accountId);
      return (account?.adapters ?? [])
        .filter(({ quota }) => quota !== undefined)
        .map(({ channel }) => viewOf(accounts, accountId, channel, stored));
    },
  };
}

export function viewOf(
  accounts: Accounts,
  accountId: string,
  channel: string,
  stored: readonly StoredQuota[],
): QuotaView {
  const found = stored.find((quota) => quota.accountId === accountId && quota.channel === channel);
  const { known, failure } = found ?? {};
  const keep = accounts.account(accountId)?.keepQuota;
  return {
    account: accountId,
    channel,
    unit: accounts.route(channel, accountId)?.adapter.cost?.unit ?? "message",
    limit: known?.limit ?? null,
    used: known?.used ?? null,
    remaining: known?.limit === undefined ? null : Math.max(0, known.limit - known.used),
    renewsAt: known?.renewsAt ?? null,
    checkedAt: known?.checkedAt ?? null,
    ...(keep !== undefined && { keep }),
    ...(failure !== undefined && { failure }),
  };
}
