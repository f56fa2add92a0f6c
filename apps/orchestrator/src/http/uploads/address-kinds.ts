import type { OpenAccount } from "../../accounts.ts";

/** The kinds of addresses that the accounts' channels reach: each can be a column. */
export function addressKindsOf(accounts: readonly OpenAccount[]): readonly string[] {
  return [...new Set(accounts.flatMap(({ adapters }) => adapters.map(({ address }) => address.kind)))];
}
