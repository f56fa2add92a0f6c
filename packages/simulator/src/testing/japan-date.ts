import type { Simulator } from "../simulator.ts";

/** The day in UTC+9 of the ledger's first entry, as `yyyyMMdd`: no midnight can come between it and a question. */
export function dateOfFirstEntry(simulator: Simulator): string {
  const { at = "" } = simulator.ledger()[0] ?? {};
  return new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
}
