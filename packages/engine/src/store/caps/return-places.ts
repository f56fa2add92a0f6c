import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** A place as it may have been taken. */
export interface ReturnedPlace {
  /** Name of the cap. */
  readonly cap: string;
  readonly person: string;
  readonly holder: string;
}

/** Frees these places; those that were not taken stay as they are. */
export async function returnPlaces(database: Database, projectId: string, places: readonly ReturnedPlace[]): Promise<void> {
  const groups = Map.groupBy(places, ({ cap, person }) => `${cap} ${person}`);
  const rows = [...groups.values()].map((group) => ({
    cap: group[0]!.cap,
    person: group[0]!.person,
    holders: group.map(({ holder }) => holder),
  }));
  await sql`
    with place as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (cap text, person uuid, holders uuid[])
    ), held as materialized (
      select c.cap, c.person, p.holders from frequency_count c join place p on p.cap = c.cap and p.person = c.person
      where c.project_id = ${projectId} and c.taken_by && p.holders
      order by c.cap, c.person for update of c
    )
    update frequency_count c set
      taken_at = array(select place.at from unnest(c.taken_at, c.taken_by) as place (at, by) where place.by <> all(held.holders)),
      taken_by = array(select by from unnest(c.taken_by) as by where by <> all(held.holders))
    from held where c.project_id = ${projectId} and c.cap = held.cap and c.person = held.person`.execute(database);
}
