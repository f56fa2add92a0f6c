import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { formatMessageId } from "../ids.ts";
import { ReferenceInUseError } from "../reference-in-use.ts";

/** Throws `ReferenceInUseError` on behalf of a message that was not written because another one has its reference. */
export async function refuseReference(
  database: Database,
  projectId: string,
  { id, reference }: { readonly id: string; readonly reference: string | undefined },
): Promise<never> {
  const { rows } = await sql<{ id: string }>`
    select id from message where project_id = ${projectId} and reference = ${reference ?? null}`.execute(database);
  const [holder] = rows;
  throw holder === undefined ? new Error(`message ${id} was not written`) : new ReferenceInUseError(formatMessageId(holder.id));
}
