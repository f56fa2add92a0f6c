import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** What a database knows of the last time that it was moved, or moved into. */
export interface TransferRow {
  /** The same on both sides. */
  readonly id: string;
  readonly direction: "away" | "here";
  /** The other database, for people to read; without user and password. */
  readonly otherSide: string;
  readonly endedAt: Date | null;
}

/** Undefined where it never was. */
export async function readTransfer(database: Database): Promise<TransferRow | undefined> {
  const { rows } = await sql<TransferRow>`
    select id, direction, other_side as "otherSide", ended_at as "endedAt" from transfer`.execute(database);
  return rows[0];
}

/** Writes that a move has begun, over whatever was known of an earlier one. */
export async function writeTransfer(database: Database, transfer: Omit<TransferRow, "endedAt">): Promise<void> {
  const { id, direction, otherSide } = transfer;
  await sql`
    insert into transfer (id, direction, other_side, began_at) values (${id}, ${direction}, ${otherSide}, clock_timestamp())
    on conflict (only_row) do update set id = excluded.id, direction = excluded.direction,
      other_side = excluded.other_side, began_at = excluded.began_at, ended_at = null`.execute(database);
}

/** Writes that it has ended; the first time stands. */
export async function endTransfer(database: Database): Promise<void> {
  await sql`update transfer set ended_at = coalesce(ended_at, clock_timestamp())`.execute(database);
}

export async function forgetTransfer(database: Database): Promise<void> {
  await sql`delete from transfer`.execute(database);
}
