import { ConfigurationError } from "@todoke/core";
import { sql } from "kysely";
import { addMonth, readMonths } from "../database/month-tables.ts";
import type { DatabaseSettings } from "../database/open-database.ts";
import { releaseAllClaims } from "../store/release-claims.ts";
import { releaseLeases } from "../store/release-leases.ts";
import { beginTransfer } from "./begin-transfer.ts";
import { copyTable, countRows } from "./copy-table.ts";
import { readMovedTables, type MovedTable } from "./moved-tables.ts";
import { nameDatabase } from "./name-database.ts";
import { endTransfer } from "./transfer-row.ts";
import { refuseMissing, withSide, type Side } from "./with-side.ts";

export interface MoveRequest {
  /** No process may work on it. An embedded one must exist. */
  readonly from: DatabaseSettings;
  /** Empty, or with a part of the same move. A folder or schema that is not there is made. */
  readonly to: DatabaseSettings;
  /** Told after each page of rows, tables one after the other. */
  readonly onProgress?: (progress: MoveProgress) => void;
}

export interface MoveProgress {
  readonly table: string;
  /** Rows that are in the new database; those that an earlier run moved count. */
  readonly moved: number;
  /** Rows in the old one. */
  readonly rows: number;
}

/** A table as it was counted on both sides at the end. */
export interface MovedRows {
  readonly table: string;
  readonly rows: number;
}

/**
 * Moves everything to another database: schedules, half-sent messages, deadlines, keys and rates go on there. From its
 * beginning no service works on either of them, and afterwards on the new one alone; the old one keeps its rows, and can
 * only be read. A move that was cut off goes on where it stopped when it is asked for again.
 *
 * Throws `ConfigurationError` where the old database is in use, was moved before or does not exist, and where the new one is
 * not empty. Whoever calls repeats it after a failure, or has the old one taken back by `takeBackDatabase`.
 */
export async function moveDatabase({ from, to, onProgress = () => {} }: MoveRequest): Promise<readonly MovedRows[]> {
  if (nameDatabase(from) === nameDatabase(to)) throw new ConfigurationError("database", "cannot be moved to itself");
  refuseMissing(from);
  return withSide(from, (source) =>
    withSide(to, async (target) => {
      const tables = await readMovedTables(source.session);
      refuseOtherTables(tables, await readMovedTables(target.session));
      await beginTransfer(source, target, tables);
      for (const month of await readMonths(source.session)) await addMonth(target.session, month);
      for (const table of tables) await moveTable(source, target, table, onProgress);
      const moved = await compareCounts(source, target, tables);
      // In this order: whenever it stops in between, no service starts on either of them.
      await endTransfer(source.session);
      await takeOver(target);
      return moved;
    }),
  );
}

/** Rows are copied as a whole, with their columns in the order of their table. */
function refuseOtherTables(left: readonly MovedTable[], entered: readonly MovedTable[]): void {
  if (JSON.stringify(left) === JSON.stringify(entered)) return;
  throw new ConfigurationError("database", "its tables are not those of the other: somebody has changed them by hand");
}

async function moveTable(source: Side, target: Side, table: MovedTable, onProgress: (progress: MoveProgress) => void): Promise<void> {
  const rows = await countRows(source.session, table);
  await copyTable(source.session, target.session, table, (moved) => onProgress({ table: table.name, moved, rows }));
  await sql`analyze ${sql.table(table.name)}`.execute(target.session);
}

async function compareCounts(source: Side, target: Side, tables: readonly MovedTable[]): Promise<readonly MovedRows[]> {
  const counted: MovedRows[] = [];
  for (const table of tables) {
    const [left, arrived] = [await countRows(source.session, table), await countRows(target.session, table)];
    if (left !== arrived) throw new Error(`${table.name} has ${left} rows, and ${arrived} of them arrived: nothing was switched over`);
    counted.push({ table: table.name, rows: arrived });
  }
  return counted;
}

/** Lets services work on the new database. What processes of the old one had claimed is free. */
async function takeOver({ session }: Side): Promise<void> {
  await session.transaction().execute(async (transaction) => {
    await releaseAllClaims(transaction);
    await releaseLeases(transaction);
    await sql`delete from transfer_progress`.execute(transaction);
    await endTransfer(transaction);
  });
}
