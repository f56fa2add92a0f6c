import type { Problem } from "@todoke/core";
import type { Accounts } from "./accounts.ts";

/** Addresses by kind, each in its one form; what is none is reported under `pointer` and left out. */
export function canonicalAddresses(
  given: Readonly<Record<string, string>>,
  { addressRules }: Pick<Accounts, "addressRules">,
  pointer: string,
  problems: Problem[],
): Readonly<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const [kind, address] of Object.entries(given)) {
    const result = addressRules.get(kind)?.parse(address) ?? { ok: true, address };
    if (result.ok) addresses[kind] = result.address;
    else problems.push({ pointer: `${pointer}/${escapePointer(kind)}`, code: "malformed-address", detail: result.reason });
  }
  return addresses;
}

/** RFC 6901. */
function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
