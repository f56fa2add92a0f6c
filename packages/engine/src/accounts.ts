import { ConfigurationError, type Adapter } from "@todoke/core";
import type { EngineAccount } from "./engine.ts";

/** A channel as one account carries it. */
export interface Route {
  readonly accountId: string;
  readonly adapter: Adapter;
}

/** The configured accounts, by what plans ask of them. */
export interface Accounts {
  /** The route for a channel: by the named account, else by the first account that has the channel. */
  route(channel: string, accountId?: string): Route | undefined;
  account(accountId: string): EngineAccount | undefined;
  /** In the order of configuration, without repetition. */
  readonly channels: readonly string[];
  readonly all: readonly EngineAccount[];
  /** One adapter for each address kind that any account reads. */
  readonly addressRules: ReadonlyMap<string, Adapter["address"]>;
}

export function indexAccounts(all: readonly EngineAccount[]): Accounts {
  const byId = new Map<string, EngineAccount>();
  const addressRules = new Map<string, Adapter["address"]>();
  const channels = new Set<string>();
  for (const account of all) {
    if (byId.has(account.id)) throw new ConfigurationError("accounts", `the id ${account.id} is used twice`);
    byId.set(account.id, account);
    for (const adapter of account.adapters) {
      channels.add(adapter.channel);
      if (!addressRules.has(adapter.address.kind)) addressRules.set(adapter.address.kind, adapter.address);
    }
  }
  return {
    all,
    channels: [...channels],
    addressRules,
    account: (accountId) => byId.get(accountId),
    route(channel, accountId) {
      for (const account of all) {
        if (accountId !== undefined && account.id !== accountId) continue;
        const adapter = account.adapters.find((candidate) => candidate.channel === channel);
        if (adapter !== undefined) return { accountId: account.id, adapter };
      }
      return undefined;
    },
  };
}
