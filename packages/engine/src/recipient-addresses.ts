import type { Adapter, Problem } from "@todoke/core";
import { parseByAny, type Accounts, type Route } from "./accounts.ts";
import { canonicalAddresses } from "./canonical-addresses.ts";

/** What a recipient's addresses are read by. */
export interface AddressReader {
  /** Addresses by kind, each in its one form; what is none, or none for any channel of the plan, is reported under `pointer`. */
  read(given: Readonly<Record<string, string>>, pointer: string, problems: Problem[]): Readonly<Record<string, string>>;
}

/** Reads addresses for a plan that goes by these routes. */
export function createAddressReader(accounts: Accounts, routes: readonly Route[]): AddressReader {
  const adapters = routes.map(({ adapter }) => adapter);
  return {
    read(given, pointer, problems) {
      const addresses = canonicalAddresses(given, accounts, pointer, problems);
      checkReadable(addresses, accounts, adapters, pointer, problems);
      return addresses;
    },
  };
}

/** An address that some channel takes, but none of the plan's, is refused like one that is none. */
function checkReadable(
  addresses: Readonly<Record<string, string>>,
  { addressRules }: Accounts,
  adapters: readonly Adapter[],
  pointer: string,
  problems: Problem[],
): void {
  for (const [kind, address] of Object.entries(addresses)) {
    if ((addressRules.get(kind)?.adapters.length ?? 0) < 2) continue;
    const result = parseByAny(adapters.filter((adapter) => adapter.address.kind === kind))(address);
    if (!result.ok) problems.push({ pointer: `${pointer}/${kind}`, code: "malformed-address", detail: result.reason });
  }
}
