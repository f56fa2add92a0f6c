import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { AccountPin, HealthState } from "../health/account-condition.ts";
import { healthRules, type HealthCounts, type HealthMove } from "../health/health-rules.ts";

/** What the database holds of one account's health. */
export interface StoredHealth {
  readonly accountId: string;
  readonly state: HealthState;
  readonly since: Date;
  /** For how long it has been so, in milliseconds. */
  readonly sinceMs: number;
  readonly why: string;
  /** How often the state has moved. */
  readonly epoch: number;
  readonly pin: AccountPin;
  /** Of the window and the present state. */
  readonly counts: HealthCounts;
  /** Of the window, whatever the state was then. */
  readonly lastMinute: Omit<HealthCounts, "badInARow">;
}

interface HealthRow {
  readonly account_id: string;
  readonly state: HealthState;
  readonly since: Date;
  readonly since_ms: number;
  readonly why: string;
  readonly epoch: number;
  readonly pin: AccountPin;
  readonly bad_in_a_row: number;
  readonly calls: number;
  readonly failed: number;
  readonly lost: number;
  readonly slow: number;
  readonly all_calls: number;
  readonly all_failed: number;
  readonly all_lost: number;
  readonly all_slow: number;
}

/** Begins to keep the health of these accounts: healthy where nothing is known. */
export async function watchHealth(database: Database, projectId: string, accountIds: readonly string[]): Promise<void> {
  await sql`
    insert into account_health (project_id, account_id, state, since, why)
    select ${projectId}, id, 'healthy', (select todoke_now()), 'nothing speaks against it'
    from unnest(${[...accountIds]}::text[]) as id
    on conflict do nothing`.execute(database);
}

/** The health of every account that was ever watched. */
export async function readHealth(database: Database, projectId: string): Promise<readonly StoredHealth[]> {
  const { rows } = await sql<HealthRow>`
    select h.account_id, h.state, h.since, h.why, h.epoch, h.pin, h.bad_in_a_row,
      (extract(epoch from (select todoke_now()) - h.since) * 1000)::float8 as since_ms,
      coalesce(sum(c.calls) filter (where c.epoch = h.epoch), 0)::int as calls,
      coalesce(sum(c.failed) filter (where c.epoch = h.epoch), 0)::int as failed,
      coalesce(sum(c.lost) filter (where c.epoch = h.epoch), 0)::int as lost,
      coalesce(sum(c.slow) filter (where c.epoch = h.epoch), 0)::int as slow,
      coalesce(sum(c.calls), 0)::int as all_calls,
      coalesce(sum(c.failed), 0)::int as all_failed,
      coalesce(sum(c.lost), 0)::int as all_lost,
      coalesce(sum(c.slow), 0)::int as all_slow
    from account_health h
    left join account_calls c on c.project_id = h.project_id and c.account_id = h.account_id
      and c.starts_at > (select todoke_now()) - ${healthRules.windowMs} * interval '1 millisecond'
    where h.project_id = ${projectId}
    group by h.project_id, h.account_id`.execute(database);
  return rows.map((row) => ({
    accountId: row.account_id,
    state: row.state,
    since: row.since,
    sinceMs: row.since_ms,
    why: row.why,
    epoch: row.epoch,
    pin: row.pin,
    counts: { calls: row.calls, failed: row.failed, lost: row.lost, slow: row.slow, badInARow: row.bad_in_a_row },
    lastMinute: { calls: row.all_calls, failed: row.all_failed, lost: row.all_lost, slow: row.all_slow },
  }));
}

/** Moves the state, unless another process has moved it since it was read. Says whether it did. */
export async function moveHealth(database: Database, projectId: string, from: StoredHealth, { state, why }: HealthMove): Promise<boolean> {
  const { rows } = await sql`
    update account_health set state = ${state}, why = ${why}, since = (select todoke_now()), epoch = epoch + 1, bad_in_a_row = 0
    where project_id = ${projectId} and account_id = ${from.accountId} and epoch = ${from.epoch}
    returning account_id`.execute(database);
  return rows.length === 1;
}

/** Keeps what an operator says of an account. */
export async function pinAccount(database: Database, projectId: string, accountId: string, pin: AccountPin): Promise<void> {
  await watchHealth(database, projectId, [accountId]);
  await sql`
    update account_health set pin = ${pin}
    where project_id = ${projectId} and account_id = ${accountId}`.execute(database);
}
