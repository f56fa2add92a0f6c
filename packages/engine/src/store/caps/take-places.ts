import { sql } from "kysely";
import { keyOf, type CapPlace } from "../../caps/cap-book.ts";
import type { Database } from "../../database/open-database.ts";
import { returnPlaces } from "./return-places.ts";

/**
 * Takes places for deliveries in the transaction that writes their intents: all that a delivery needs, or none. Gives the
 * holders that got none, because others were quicker, or because another delivery of this list has the same person.
 */
export async function takePlaces(database: Database, projectId: string, places: readonly CapPlace[]): Promise<ReadonlySet<string>> {
  const first = new Map<string, CapPlace>();
  for (const place of places) if (!first.has(keyOf(place))) first.set(keyOf(place), place);
  const without = new Set(places.filter((place) => first.get(keyOf(place))!.holder !== place.holder).map(({ holder }) => holder));
  const wanted = places.filter(({ holder }) => !without.has(holder));
  const got: CapPlace[] = [];
  for (const group of inOneOrder(wanted)) {
    const granted = await takeAlike(database, projectId, group);
    for (const place of group) {
      if (granted.has(place.person)) got.push(place);
      else without.add(place.holder);
    }
  }
  const surplus = got.filter(({ holder }) => without.has(holder));
  if (surplus.length > 0) await returnPlaces(database, projectId, surplus.map(({ cap, person, holder }) => ({ cap: cap.name, person, holder })));
  return without;
}

/** Places of one cap and one beginning of its time together; two who want the same then wait for each other and not in a circle. */
function inOneOrder(places: readonly CapPlace[]): readonly (readonly CapPlace[])[] {
  const groups = Map.groupBy(places, ({ cap, countedFrom }) => `${cap.name} ${countedFrom.toISOString()}`);
  return [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
}

/** The people for whom there was room. */
async function takeAlike(database: Database, projectId: string, places: readonly CapPlace[]): Promise<ReadonlySet<string>> {
  const { cap: { name, limit, perMs }, countedFrom } = places[0]!;
  const { rows: granted } = await sql<{ person: string }>`
    with clock as materialized (select todoke_now() as now)
    insert into frequency_count as c (project_id, cap, person, taken_at, taken_by, counted_from, ends_at)
    select ${projectId}, ${name}, r.person, array[clock.now], array[r.holder], ${countedFrom}::timestamptz,
      clock.now + ${perMs + longestDayMs} * interval '1 millisecond'
    from clock, unnest(${places.map(({ person }) => person)}::uuid[], ${places.map(({ holder }) => holder)}::uuid[]) as r (person, holder)
    order by r.person
    on conflict (project_id, cap, person) do update set
      taken_at = case when c.taken_at[1] >= excluded.counted_from then c.taken_at
        else array(select at from unnest(c.taken_at) as at where at >= excluded.counted_from) end || excluded.taken_at,
      taken_by = case when c.taken_at[1] >= excluded.counted_from then c.taken_by
        else array(select place.by from unnest(c.taken_at, c.taken_by) as place (at, by)
          where place.at >= excluded.counted_from) end || excluded.taken_by,
      counted_from = excluded.counted_from, ends_at = excluded.ends_at
    where cardinality(c.taken_at) < ${limit} or (select count(*) from unnest(c.taken_at) as at where at >= excluded.counted_from) < ${limit}
    returning c.person`.execute(database);
  return new Set(granted.map(({ person }) => person));
}

/** A calendar day begins earlier in other zones, and may last an hour longer. */
const longestDayMs = 27 * 3_600_000;
