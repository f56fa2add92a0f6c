import { sql } from "kysely";
import { keyOf, type CapPlace, type TakenPlace } from "../../caps/cap-book.ts";
import type { Database } from "../../database/open-database.ts";

/** What was taken where these places would be, by the key of the place. */
export async function readTakenPlaces(
  database: Database,
  projectId: string,
  places: readonly Pick<CapPlace, "cap" | "person">[],
): Promise<ReadonlyMap<string, readonly TakenPlace[]>> {
  const taken = new Map<string, readonly TakenPlace[]>();
  for (const [name, group] of Map.groupBy(places, ({ cap }) => cap.name)) {
    const { rows } = await sql<{ person: string; taken_at: readonly Date[]; taken_by: readonly string[] }>`
      select person, taken_at, taken_by from frequency_count
      where project_id = ${projectId} and cap = ${name} and person = any(${group.map(({ person }) => person)}::uuid[])`.execute(database);
    for (const { person, taken_at: times, taken_by: holders } of rows) {
      taken.set(keyOf({ cap: { name }, person }), times.map((at, index) => ({ at, holder: holders[index]! })));
    }
  }
  return taken;
}
