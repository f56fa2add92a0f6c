import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatMessageId } from "../../ids.ts";

/** A message that is not completed and whose plan names the account, if there is any. */
export async function findAccountUse(database: Database, projectId: string, accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from message
    where project_id = ${projectId} and completed_at is null
      and jsonb_path_exists(plan, '$.steps[*] ? (@.account == $account || @.accounts[*].account == $account)',
        jsonb_build_object('account', ${accountId}::text))
    order by id limit 1`.execute(database);
  return rows[0] && formatMessageId(rows[0].id);
}
