import { sql, type RawBuilder } from "kysely";
import { monthsOf } from "../ids.ts";

/** One delivery by its key. */
export interface DeliveryKey {
  readonly messageId: string;
  readonly number: number;
}

/** So many rows can be named in a statement for the sake of the planner, at the most. */
export const fewRows = 100;

/**
 * That a delivery called `d` is one of these, who are {@link fewRows} at most. Where deliveries are joined to a list of values it says the same again, in a
 * way that leads a planner to the key though it has no statistics yet: without it every delivery there is may be read, and
 * sorted, to move a few. Numbers that several messages have in common are said once for all of them.
 */
export function isOneOfThese(deliveries: readonly DeliveryKey[]): RawBuilder<boolean> {
  const months = monthsOf(deliveries.map(({ messageId }) => messageId));
  const numbersOf = Map.groupBy(deliveries, ({ messageId }) => messageId);
  const messagesOf = Map.groupBy(numbersOf, ([, members]) => members.map(({ number }) => number).toSorted((one, other) => one - other).join());
  const groups = [...messagesOf.values()].map((messages) =>
    sql<boolean>`d.message_id = any(${messages.map(([id]) => id)}::uuid[]) and d.number = any(${messages[0]![1].map(({ number }) => number)}::int[])`);
  return sql<boolean>`d.month = any(${months}::date[]) and (${sql.join(groups.map((group) => sql`(${group})`), sql` or `)})`;
}
