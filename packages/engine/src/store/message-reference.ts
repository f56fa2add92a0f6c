import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { formatMessageId } from "../ids.ts";
import { defaultProject } from "../project.ts";
import { ReferenceInUseError } from "../reference-in-use.ts";

/**
 * Runs what writes a message with this reference, on a database that is in no transaction. Throws `ReferenceInUseError`
 * when another message has it.
 */
export async function refuseUsedReference<Result>(
  database: Database,
  reference: string | undefined,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const holder = reference !== undefined && isUsedReference(error) ? await findByReference(database, reference) : undefined;
    throw holder === undefined ? error : new ReferenceInUseError(formatMessageId(holder));
  }
}

async function findByReference(database: Database, reference: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from message where project_id = ${defaultProject} and reference = ${reference}`.execute(database);
  return rows[0]?.id;
}

/** PostgreSQL's word for "a unique index has this already", of the index over references. */
function isUsedReference(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505" && "constraint" in error && error.constraint === "message_reference";
}
