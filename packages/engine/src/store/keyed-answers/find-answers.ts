import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { KeyedPlace } from "../../idempotency/keyed-requests-view.ts";

/** The place of an answer as a whole; the messages of a batch have theirs from 0. */
export const wholeAnswer = -1;

export interface StoredAnswer {
  readonly place: number;
  readonly answer: string;
  /** Of the request that it was given to. */
  readonly fingerprint: string;
}

/**
 * For each place the answer at it, else the whole one, else any other one of its key: all were given to one request.
 * Undefined where the key has none.
 */
export async function findAnswers(
  database: Database,
  projectId: string,
  places: readonly KeyedPlace[],
): Promise<readonly (StoredAnswer | undefined)[]> {
  const asked = places.map(({ key, place }, index) => ({ index, endpoint: key.endpoint, key: key.key, place }));
  const { rows } = await sql<StoredAnswer & { index: number }>`
    select a.index, k.place, k.answer, k.fingerprint
    from json_to_recordset(${JSON.stringify(asked)}::json) as a (index int, endpoint text, key text, place int)
    cross join lateral (
      select place, answer, fingerprint from keyed_answer
      where project_id = ${projectId} and endpoint = a.endpoint and key = a.key
      order by place = a.place desc, place limit 1
    ) k`.execute(database);
  const found = new Map(rows.map(({ index, ...answer }) => [index, answer]));
  return places.map((_, index) => found.get(index));
}
