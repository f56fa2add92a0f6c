import { ConfigurationError } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import { readTransfer, type TransferRow } from "./transfer-row.ts";

/** Why nobody may move or use a database that was left, or is only half there. */
export function refusesToLeave({ direction, otherSide, endedAt }: TransferRow): ConfigurationError {
  return new ConfigurationError(
    "database",
    direction === "here"
      ? `holds a part of ${otherSide}: repeat the move from there, which goes on where it stopped`
      : endedAt === null
        ? `is being moved to ${otherSide}: repeat that move to go on with it, or take it back`
        : `was moved to ${otherSide} at ${endedAt.toISOString()}: use it there`,
  );
}

/** Throws `ConfigurationError` where no service may work on the database: it was moved away, or is not wholly there yet. */
export async function refuseMoved(database: Database): Promise<void> {
  const transfer = await readTransfer(database);
  if (transfer !== undefined && (transfer.direction === "away" || transfer.endedAt === null)) throw refusesToLeave(transfer);
}
