import type { JsonObject } from "@todoke/core";
import type { AccountProbe, AccountSource, AccountUsage, DoorView, ProjectEngine, QuotaView, RelayView } from "@todoke/engine";
import type { OpenAccount } from "../accounts.ts";

export const accountStates = ["active", "paused", "unusable"] as const;

/** An account without its secrets. */
export interface AccountView extends Omit<AccountUsage, "forwardTo"> {
  readonly id: string;
  readonly provider: string;
  readonly source: AccountSource;
  /** Absent from accounts of the configuration. */
  readonly name?: string;
  readonly state: (typeof accountStates)[number];
  readonly pausedAt?: Date;
  /** Present where the account is unusable. */
  readonly problem?: string;
  /** The ways to people that it carries. */
  readonly channels: readonly string[];
  readonly settings: JsonObject;
  readonly hiddenSettings: readonly string[];
  /** Absent until the provider was asked. */
  readonly probe?: AccountProbe;
  /** Absent where the account takes no webhooks. */
  readonly inbound?: DoorView;
  /** Absent where nothing is passed on. */
  readonly relay?: RelayView;
  readonly quota: readonly QuotaView[];
  readonly createdAt?: Date;
  readonly changedAt?: Date;
}

/** Views of some accounts of the engine's. */
export async function accountViews(engine: ProjectEngine, accounts: readonly OpenAccount[]): Promise<readonly AccountView[]> {
  const probes = await engine.storedAccounts.probes();
  return Promise.all(accounts.map((account) => accountView(engine, account, probes.get(account.id))));
}

async function accountView(engine: ProjectEngine, account: OpenAccount, probe: AccountProbe | undefined): Promise<AccountView> {
  const { id, provider, adapters, source = "configuration", stored, pausedAt, problem } = account;
  const inbound = await engine.doors.door(id);
  const relay = await engine.relays.relay(id);
  return {
    id,
    provider,
    source,
    ...stored,
    state: problem !== undefined ? "unusable" : pausedAt !== undefined ? "paused" : "active",
    ...(pausedAt && { pausedAt }),
    ...(problem !== undefined && { problem }),
    channels: adapters.map(({ channel }) => channel),
    settings: account.openSettings,
    hiddenSettings: account.hiddenSettings,
    ...usageOf(account),
    ...(probe && { probe }),
    ...(inbound !== undefined && { inbound }),
    ...(relay !== undefined && { relay }),
    quota: await engine.quotas.ofAccount(id),
  };
}

function usageOf({ countries, keepQuota, limits, useReplyTokens, prices }: AccountUsage): Omit<AccountUsage, "forwardTo"> {
  const usage = { countries, keepQuota, limits, useReplyTokens, prices };
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}
