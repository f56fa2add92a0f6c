import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { healthRules } from "../health/health-rules.ts";

/** What one process saw of an account since it last wrote. */
export interface CallCounts {
  readonly accountId: string;
  readonly calls: number;
  readonly failed: number;
  readonly lost: number;
  readonly slow: number;
  /** Bad calls after the last good one; as many as `calls` when none was good. */
  readonly badAtEnd: number;
}

/** Adds up calls of watched accounts in the stretch of time that it is. */
export async function countCalls(database: Database, projectId: string, counts: readonly CallCounts[]): Promise<void> {
  const rows = counts.map(({ accountId, badAtEnd, ...rest }) => ({ account_id: accountId, bad_at_end: badAtEnd, ...rest }));
  await sql`
    with news as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as n (account_id text, calls int, failed int, lost int, slow int, bad_at_end int)
    ), account as (
      update account_health h
      set bad_in_a_row = n.bad_at_end + case when n.bad_at_end = n.calls then h.bad_in_a_row else 0 end
      from news n where h.project_id = ${projectId} and h.account_id = n.account_id
      returning h.account_id, h.epoch
    )
    insert into account_calls as c (project_id, account_id, starts_at, epoch, calls, failed, lost, slow)
    select ${projectId}, n.account_id,
      date_bin(${healthRules.bucketMs} * interval '1 millisecond', (select todoke_now()), timestamptz 'epoch'),
      a.epoch, n.calls, n.failed, n.lost, n.slow
    from news n join account a on a.account_id = n.account_id
    on conflict (project_id, account_id, starts_at, epoch) do update
    set calls = c.calls + excluded.calls, failed = c.failed + excluded.failed,
      lost = c.lost + excluded.lost, slow = c.slow + excluded.slow`.execute(database);
}

/** Drops counts that are far out of the window. */
export async function dropOldCounts(database: Database, projectId: string): Promise<void> {
  await sql`
    delete from account_calls where project_id = ${projectId}
      and starts_at < (select todoke_now()) - ${10 * healthRules.windowMs} * interval '1 millisecond'`.execute(database);
}
