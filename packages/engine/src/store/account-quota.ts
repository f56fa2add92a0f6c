import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { KnownQuota } from "../quota/known-quota.ts";

/** One channel of one account whose provider counts what it sends. */
export interface QuotaKey {
  readonly accountId: string;
  readonly channel: string;
}

/** What the database holds of one allowance. */
export interface StoredQuota extends QuotaKey {
  /** Undefined until the provider has answered once. */
  readonly known: KnownQuota | undefined;
  /** The provider's code for why the last question failed. */
  readonly failure: string | undefined;
}

interface QuotaRow {
  readonly account_id: string;
  readonly channel: string;
  readonly allowance: number | null;
  readonly used: number | null;
  readonly renews_at: Date | null;
  readonly checked_at: Date | null;
  readonly failure: string | null;
}

/** Every allowance that is watched. */
export async function readQuotas(database: Database, projectId: string): Promise<readonly StoredQuota[]> {
  const { rows } = await sql<QuotaRow>`
    select account_id, channel, allowance::float8 as allowance, used::float8 as used, renews_at, checked_at, failure
    from account_quota where project_id = ${projectId}`.execute(database);
  return rows.map((row) => ({
    accountId: row.account_id,
    channel: row.channel,
    known: knownOf(row),
    failure: row.failure ?? undefined,
  }));
}

/** Begins to watch: due at once where nothing is known yet. */
export async function watchQuotas(database: Database, projectId: string, keys: readonly QuotaKey[]): Promise<void> {
  await sql`
    insert into account_quota (project_id, account_id, channel, due_at)
    select ${projectId}, r.account_id, r.channel, (select todoke_now())
    from ${rowsOf(keys)}
    on conflict do nothing`.execute(database);
}

/** Those of `keys` whose question is due. They are ours to ask until the lease ends. */
export async function claimDueQuotas(
  database: Database,
  projectId: string,
  keys: readonly QuotaKey[],
  leaseMs: number,
): Promise<readonly QuotaKey[]> {
  const { rows } = await sql<{ account_id: string; channel: string }>`
    with due as materialized (
      select q.project_id, q.account_id, q.channel from account_quota q
      join ${rowsOf(keys)} on r.account_id = q.account_id and r.channel = q.channel
      where q.project_id = ${projectId} and q.due_at <= (select todoke_now())
      for update of q skip locked
    )
    update account_quota q set due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where q.project_id = due.project_id and q.account_id = due.account_id and q.channel = due.channel
    returning q.account_id, q.channel`.execute(database);
  return rows.map((row) => ({ accountId: row.account_id, channel: row.channel }));
}

/** Keeps an answer, unless a later one is there already, and says when to ask again. */
export async function writeQuota(
  database: Database,
  projectId: string,
  { accountId, channel }: QuotaKey,
  known: KnownQuota,
  againAfterMs: number,
): Promise<void> {
  await sql`
    update account_quota set allowance = ${known.limit ?? null}, used = ${known.used}, renews_at = ${known.renewsAt},
      checked_at = ${known.checkedAt}, failure = null,
      due_at = (select todoke_now()) + ${againAfterMs} * interval '1 millisecond'
    where project_id = ${projectId} and account_id = ${accountId} and channel = ${channel}
      and coalesce(checked_at, '-infinity') <= ${known.checkedAt}`.execute(database);
}

/** Keeps that a question failed; what was known before stands. */
export async function writeQuotaFailure(
  database: Database,
  projectId: string,
  { accountId, channel }: QuotaKey,
  failure: string,
  againAfterMs: number,
): Promise<void> {
  await sql`
    update account_quota set failure = ${failure},
      due_at = (select todoke_now()) + ${againAfterMs} * interval '1 millisecond'
    where project_id = ${projectId} and account_id = ${accountId} and channel = ${channel}`.execute(database);
}

function rowsOf(keys: readonly QuotaKey[]) {
  const rows = keys.map(({ accountId, channel }) => ({ account_id: accountId, channel }));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as r (account_id text, channel text)`;
}

function knownOf({ allowance, used, renews_at, checked_at }: QuotaRow): KnownQuota | undefined {
  if (used === null || renews_at === null || checked_at === null) return undefined;
  return { used, renewsAt: renews_at, checkedAt: checked_at, ...(allowance !== null && { limit: allowance }) };
}
