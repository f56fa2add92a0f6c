import { createHash } from "node:crypto";
import type { Logs, Rows } from "@todoke/invariants";

/** In an order that follows from the rows alone. */
const tables = [
  ["message", "id"],
  ["message_outcome", "message_id, outcome, succeeded, channel"],
  ["delivery", "message_id, number"],
  ["attempt", "id"],
  ["evidence", "account_id, event_id"],
] as const;

/** One word for all that happened: of two runs that differ in anything, it differs. */
export async function digestOf(rows: Rows, logs: Logs): Promise<string> {
  const hash = createHash("sha256");
  for (const log of [logs.ledger, logs.client, logs.callbacks]) {
    for await (const entry of log ?? []) hash.update(`${JSON.stringify(entry)}\n`);
  }
  for (const [table, order] of tables) {
    for (const row of await rows.query(`select * from ${table} order by ${order}`)) hash.update(`${JSON.stringify(row)}\n`);
  }
  return hash.digest("hex");
}
