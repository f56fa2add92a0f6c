import type { JsonValue, Problem } from "@todoke/core";
import type { EgressClient } from "../egress/egress-client.ts";
import { EgressError } from "../egress/egress-error.ts";

/** An http or https address in settings, with where it stands. */
interface FoundAddress {
  readonly pointer: string;
  readonly address: string;
}

/**
 * Addresses within the settings of an account that lead to where callers may not send this service. Providers' packages call them
 * by themselves, so they are looked at before they are stored; only whoever runs the service can keep a name from moving later.
 */
export async function problemsOfAddresses(settings: JsonValue, egress: EgressClient): Promise<readonly Problem[]> {
  const found = addressesIn(settings, "/settings");
  const problems = await Promise.all(found.map((each) => problemOf(each, egress)));
  return problems.filter((problem) => problem !== undefined);
}

async function problemOf({ pointer, address }: FoundAddress, egress: EgressClient): Promise<Problem | undefined> {
  try {
    await egress.check(address);
    return undefined;
  } catch (error) {
    if (error instanceof EgressError) return { pointer, code: error.code, detail: error.message };
    throw error;
  }
}

function addressesIn(value: JsonValue, pointer: string): readonly FoundAddress[] {
  if (typeof value === "string") return /^\s*https?:/i.test(value) ? [{ pointer, address: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries<JsonValue>(value).flatMap(([name, each]) => addressesIn(each, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`));
}
