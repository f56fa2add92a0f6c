import { ConfigurationError, type Adapter, type AddressResult } from "@todoke/core";
import type { EngineAccount } from "./engine.ts";
import { problemsOfAccount } from "./stored-accounts/problems-of-account.ts";

/** A channel as one account carries it. */
export interface Route {
  readonly accountId: string;
  readonly adapter: Adapter;
  /** The account's own rates by endpoint, where they are not the documented ones. */
  readonly limits?: EngineAccount["limits"];
  /** Where the account sends to, if not everywhere. */
  readonly countries?: EngineAccount["countries"];
  /** Nothing goes by it at present. */
  readonly isPaused?: boolean;
}

/** Whether the route's account sends to an address, by the country that it names. */
export function serves({ adapter: { address: rule }, countries }: Route, address: string): boolean {
  if (countries === undefined || rule.countryOf === undefined) return true;
  const country = rule.countryOf(address);
  return country !== undefined && countries.includes(country);
}

/** The configured accounts, by what plans ask of them. */
export interface Accounts {
  /** The route for a channel: by the named account, else by the first account that has the channel. */
  route(channel: string, accountId?: string): Route | undefined;
  account(accountId: string): EngineAccount | undefined;
  /** In the order of configuration, without repetition. */
  readonly channels: readonly string[];
  readonly all: readonly EngineAccount[];
  /** Whether others may be there tomorrow: then what names one that is not is no mistake. */
  readonly mayChange: boolean;
  /** By address kind: what any of the adapters takes. */
  readonly addressRules: ReadonlyMap<string, AddressRules>;
}

/** What the adapters of one address kind take. */
export interface AddressRules {
  /** In the order of configuration. */
  readonly adapters: readonly Adapter[];
  /** As the first adapter that takes it writes it; else why the last one does not. */
  parse(address: string): AddressResult;
}

/** Throws `ConfigurationError` naming the account. */
export function indexAccounts(all: readonly EngineAccount[], mayChange = false): Accounts {
  const byId = new Map<string, EngineAccount>();
  const channels = new Set<string>();
  for (const account of all) {
    if (byId.has(account.id)) throw new ConfigurationError("accounts", `the id ${account.id} is used twice`);
    byId.set(account.id, account);
    const [problem] = problemsOfAccount(account);
    if (problem !== undefined) throw new ConfigurationError(`account ${account.id}${problem.pointer.replaceAll("/", ", ")}`, problem.detail);
    for (const adapter of account.adapters) {
      channels.add(adapter.channel);
    }
  }
  return {
    all,
    mayChange,
    channels: [...channels],
    addressRules: indexAddressRules(all.flatMap(({ adapters }) => adapters)),
    account: (accountId) => byId.get(accountId),
    route(channel, accountId) {
      for (const account of all) {
        if (accountId !== undefined && account.id !== accountId) continue;
        const adapter = account.adapters.find((candidate) => candidate.channel === channel);
        if (adapter === undefined) continue;
        const { id, limits, countries, isPaused = false } = account;
        return { accountId: id, adapter, ...(limits && { limits }), ...(countries && { countries }), ...(isPaused && { isPaused }) };
      }
      return undefined;
    },
  };
}

function indexAddressRules(all: readonly Adapter[]): ReadonlyMap<string, AddressRules> {
  const byKind = Map.groupBy(all, ({ address }) => address.kind);
  const rules = [...byKind].map(([kind, adapters]): [string, AddressRules] => [kind, { adapters, parse: parseByAny(adapters) }]);
  return new Map(rules);
}

/** Some channels take only some of the addresses of a kind: such a rule must not keep them from the other channels. */
export function parseByAny(adapters: readonly Adapter[]): AddressRules["parse"] {
  return (address) => {
    let result: AddressResult = { ok: true, address };
    for (const adapter of adapters) {
      result = adapter.address.parse(address);
      if (result.ok) break;
    }
    return result;
  };
}
