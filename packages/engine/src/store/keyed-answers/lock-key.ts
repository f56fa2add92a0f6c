import { sql, type Transaction } from "kysely";
import type { RequestKey } from "../../idempotency/keyed-requests-view.ts";
import { defaultProject } from "../../project.ts";

/**
 * Keeps everybody else from carrying out the same request until the transaction ends. False when somebody else does so
 * now. Nobody waits: a repetition would hold a connection for as long as a large message takes.
 */
export async function lockKey(transaction: Transaction<unknown>, { endpoint, key }: RequestKey, place: number): Promise<boolean> {
  const name = [defaultProject, endpoint, key, place].join(" ");
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' ' || ${name}::text, 0)) as locked`.execute(transaction);
  return rows[0]!.locked;
}
