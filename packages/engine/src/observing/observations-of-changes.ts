import type { DeliveryChange } from "../delivery-change.ts";
import type { Observation } from "./observation.ts";

type Counted = Extract<Observation, { readonly count: number }>;

/** What there is to tell of deliveries that were moved, added up. */
export function observationsOfChanges(moved: readonly DeliveryChange[]): readonly Observation[] {
  const sums = new Map<string, { of: Counted; count: number }>();
  const count = (key: string, first: () => Counted) => {
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { of: first(), count: 1 });
    else sum.count += 1;
  };
  for (const change of moved) {
    const { status, outcome, succeeded, possibleDuplicate, history } = change;
    const channel = change.channel === null ? {} : { channel: change.channel };
    if (status === "final" && outcome !== null && succeeded !== null) {
      count(`closed ${change.channel} ${outcome} ${succeeded}`, () => ({ type: "closed", ...channel, outcome, succeeded, count: 1 }));
    }
    if (possibleDuplicate) count("possible-duplicates", () => ({ type: "possible-duplicates", count: 1 }));
    for (const entry of history) {
      if (entry.type === "switched") {
        const { reason } = entry;
        count(`switched ${change.channel} ${reason}`, () => ({ type: "switched", ...channel, reason, count: 1 }));
      } else if (entry.type === "skipped") {
        const { reason } = entry;
        count(`skipped ${entry.channel} ${reason}`, () => ({ type: "skipped", channel: entry.channel, reason, count: 1 }));
      }
    }
  }
  return [...sums.values()].map((sum): Observation => ({ ...sum.of, count: sum.count }));
}
