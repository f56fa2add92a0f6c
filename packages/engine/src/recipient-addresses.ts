import type { Problem } from "@todoke/core";
import { parseByAny, type Accounts, type AddressRules, type Route } from "./accounts.ts";
import { canonicalAddresses } from "./canonical-addresses.ts";

/** What a recipient's addresses are read by. */
export interface AddressReader {
  /** Addresses by kind, each in its one form; what is none, or none for any channel of the plan, is reported under `pointer`. */
  read(given: Readonly<Record<string, string>>, pointer: string, problems: Problem[]): Readonly<Record<string, string>>;
}

/** Reads addresses for a plan that goes by these routes. An address that some channel takes, but none of the plan's, is none. */
export function createAddressReader({ addressRules }: Pick<Accounts, "addressRules">, routes: readonly Route[]): AddressReader {
  const ofPlan = Map.groupBy(new Set(routes.map(({ adapter }) => adapter)), ({ address }) => address.kind);
  const rules = new Map<string, AddressRules>(addressRules);
  for (const [kind, adapters] of ofPlan) rules.set(kind, { adapters, parse: parseByAny(adapters) });
  return { read: (given, pointer, problems) => canonicalAddresses(given, { addressRules: rules }, pointer, problems) };
}
