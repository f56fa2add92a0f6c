import { ConfigurationError } from "@todoke/core";
import type { DatabaseSettings } from "../database/open-database.ts";
import { thaw } from "./freeze.ts";
import { readMovedTables } from "./moved-tables.ts";
import { refusesToLeave } from "./transfer-errors.ts";
import { forgetTransfer, readTransfer } from "./transfer-row.ts";
import { refuseMissing, withSide } from "./with-side.ts";

/**
 * Gives up a move that has not ended, so that services work on the old database again. What the new one holds by then is of
 * no use to anybody, and no service starts on it. Throws `ConfigurationError` where the move has ended, or never began.
 */
export async function takeBackDatabase(from: DatabaseSettings): Promise<void> {
  refuseMissing(from);
  await withSide(from, async ({ session, name }) => {
    const transfer = await readTransfer(session);
    if (transfer?.direction !== "away") throw new ConfigurationError("database", `${name} is not being moved`);
    if (transfer.endedAt !== null) throw refusesToLeave(transfer);
    await session.transaction().execute(async (transaction) => {
      await thaw(transaction, await readMovedTables(transaction));
      await forgetTransfer(transaction);
    });
  });
}
