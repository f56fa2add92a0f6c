import type { JsonRecord } from "../json.ts";
import type { SendingMethod } from "./daily-counts.ts";
import type { LineChannel } from "./line-channel.ts";
import { linksOf } from "./links.ts";

/** Enters a message to named people in the account's statistics; `at`: when they are reached, if not now. */
export function recordSent(line: LineChannel, method: SendingMethod, people: number, body: JsonRecord, at?: number): void {
  line.dailyCounts.add(method, people, at);
  const { customAggregationUnits: units, messages } = body;
  if (!Array.isArray(units) || typeof units[0] !== "string") return;
  line.aggregationUnits.use(units[0], {
    reached: people,
    messages: Array.isArray(messages) ? messages.length : 1,
    links: linksOf(messages),
  });
}
