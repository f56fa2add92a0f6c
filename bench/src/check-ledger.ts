import type { LedgerEntry } from "@todoke/simulator";
import type { IndexRange } from "./index-range.ts";
import { peopleIn } from "./people.ts";

/** What the provider's ledger of one run says against it: everybody must have been sent to exactly once, by LINE. */
export function checkLedger(ledger: readonly Pick<LedgerEntry, "provider" | "to">[], range: IndexRange): readonly string[] {
  const times = new Map(peopleIn(range).map(({ lineUserId }) => [lineUserId, 0]));
  let strangers = 0;
  for (const address of ledger.flatMap(({ to }) => to)) {
    const known = times.get(address);
    if (known === undefined) strangers += 1;
    else times.set(address, known + 1);
  }
  const counts = [...times.values()];
  const missing = counts.filter((count) => count === 0).length;
  const repeated = counts.filter((count) => count > 1).length;
  return [
    ...(missing === 0 ? [] : [`${missing} of ${range.count} people were not sent to`]),
    ...(repeated === 0 ? [] : [`${repeated} of ${range.count} people were sent to more than once`]),
    ...(strangers === 0 ? [] : [`${strangers} sends went to addresses outside the run`]),
  ];
}
