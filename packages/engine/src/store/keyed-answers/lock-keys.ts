import { sql, type Transaction } from "kysely";
import type { KeyedPlace } from "../../idempotency/keyed-requests-view.ts";

/**
 * Keeps everybody else from carrying out the same requests until the transaction ends, and gives those for which that
 * is done: somebody else carries the others out now. Nobody waits: a repetition would hold a connection for as long as a
 * large message takes.
 */
export async function lockKeys<Place extends KeyedPlace>(
  transaction: Transaction<unknown>,
  projectId: string,
  places: readonly Place[],
): Promise<ReadonlySet<Place>> {
  const names = places.map(({ key: { endpoint, key }, place }) => [projectId, endpoint, key, place].join(" "));
  const { rows } = await sql<{ index: number; locked: boolean }>`
    select n.index::int, pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' ' || n.name, 0)) as locked
    from unnest(${names}::text[]) with ordinality as n (name, index)`.execute(transaction);
  return new Set(rows.filter(({ locked }) => locked).map(({ index }) => places[index - 1]!));
}
