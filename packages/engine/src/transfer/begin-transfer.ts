import { ConfigurationError } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { newId } from "../ids.ts";
import { freeze } from "./freeze.ts";
import type { MovedTable } from "./moved-tables.ts";
import { refusesToLeave } from "./transfer-errors.ts";
import { readTransfer, writeTransfer } from "./transfer-row.ts";
import { waitUntilQuiet } from "./wait-until-quiet.ts";
import type { Side } from "./with-side.ts";

/** Tables in which a new database has a row; all others are empty. */
const filledAnew: ReadonlySet<string> = new Set(["project", "clock_offset", "inbound_counter", "report_counter"]);

/**
 * Marks both sides, the one that is left first, or finds the marks of the same move that stopped. From then on no service
 * starts on either of them.
 */
export async function beginTransfer(source: Side, target: Side, tables: readonly MovedTable[]): Promise<void> {
  const [left, entered] = [await readTransfer(source.session), await readTransfer(target.session)];
  const isAway = left?.direction === "away";
  if (isAway && entered?.direction === "here" && entered.id === left.id && entered.endedAt === null) return;
  const isHalfBegun = isAway && left.endedAt === null && left.otherSide === target.name;
  if (left !== undefined && !isHalfBegun && (isAway || left.endedAt === null)) throw refusesToLeave(left);
  await refuseFilled(target, entered !== undefined, tables);
  const id = isHalfBegun ? left.id : newId();
  if (!isHalfBegun) {
    await waitUntilQuiet(source);
    await leave(source, target, id, tables);
  }
  await enter(source, target, id, tables);
}

async function leave(source: Side, target: Side, id: string, tables: readonly MovedTable[]): Promise<void> {
  await source.session.transaction().execute(async (transaction) => {
    await freeze(transaction, tables);
    await writeTransfer(transaction, { id, direction: "away", otherSide: target.name });
  });
}

async function enter(source: Side, target: Side, id: string, tables: readonly MovedTable[]): Promise<void> {
  await target.session.transaction().execute(async (transaction) => {
    await sql`truncate ${sql.join(tables.map(({ name }) => sql.table(name)))}`.execute(transaction);
    await writeTransfer(transaction, { id, direction: "here", otherSide: source.name });
  });
}

async function refuseFilled(target: Side, wasMoved: boolean, tables: readonly MovedTable[]): Promise<void> {
  for (const { name } of tables) {
    if (!wasMoved && (filledAnew.has(name) || (await isEmpty(target.session, name)))) continue;
    throw new ConfigurationError("database", `${target.name} is not empty: choose a new folder or schema to move into`);
  }
}

async function isEmpty(database: Database, table: string): Promise<boolean> {
  const { rows } = await sql<{ filled: boolean }>`select exists (select from ${sql.table(table)}) as filled`.execute(database);
  return !rows[0]!.filled;
}
