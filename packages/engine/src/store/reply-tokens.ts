import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** A token that lives and is not spent, by the event that brought it. */
export interface LiveToken {
  readonly eventId: string;
  readonly address: string;
}

/** The token of one event, and the youngest token of each address, as far as they live. */
export async function findLiveTokens(
  database: Database,
  projectId: string,
  accountId: string,
  asked: { readonly eventId: string | undefined; readonly addresses: readonly string[] },
): Promise<readonly LiveToken[]> {
  const { rows } = await sql<LiveToken>`
    select distinct on (address) id as "eventId", address from inbound_event
    where project_id = ${projectId} and account_id = ${accountId}
      and (id = ${asked.eventId ?? null}::uuid or address = any(${[...asked.addresses]}::text[]))
      and reply_token is not null and reply_expires_at > (select todoke_now())
    order by address, id = ${asked.eventId ?? null}::uuid desc nulls last, reply_expires_at desc`.execute(database);
  return rows;
}

/** An attempt that wants the token of an event for itself. */
export interface TokenClaim {
  readonly eventId: string;
  readonly attemptId: string;
}

/**
 * Takes tokens out of the database for the attempts that will spend them, and gives them by attempt. Each goes to one
 * attempt for good; who comes later or too late gets none.
 */
export async function claimReplyTokens(
  database: Database,
  projectId: string,
  claims: readonly TokenClaim[],
): Promise<ReadonlyMap<string, string>> {
  if (claims.length === 0) return new Map();
  const rows = claims.map(({ eventId, attemptId }) => ({ event_id: eventId, attempt_id: attemptId }));
  const claimed = await sql<{ attempt_id: string; token: string }>`
    with wanted as (
      select distinct on (event_id) event_id, attempt_id
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (event_id uuid, attempt_id uuid) order by event_id
    ), live as materialized (
      select id, month, reply_token from inbound_event
      where project_id = ${projectId} and id in (select event_id from wanted)
        and reply_token is not null and reply_expires_at > (select todoke_now())
      order by id for update
    )
    update inbound_event e set reply_token = null, reply_attempt_id = wanted.attempt_id
    from live, wanted
    where e.project_id = ${projectId} and e.id = live.id and e.month = live.month and wanted.event_id = live.id
    returning wanted.attempt_id, live.reply_token as token`.execute(database);
  return new Map(claimed.rows.map(({ attempt_id, token }) => [attempt_id, token]));
}

/** Drops tokens of all projects that nobody can use any more. Gives how many there were. */
export async function dropDeadTokens(database: Database, limit: number): Promise<number> {
  const { rows } = await sql`
    with dead as materialized (
      select project_id, id, month from inbound_event
      where reply_token is not null and reply_expires_at <= (select todoke_now())
      order by id limit ${limit} for update skip locked
    )
    update inbound_event e set reply_token = null from dead
    where e.project_id = dead.project_id and e.id = dead.id and e.month = dead.month returning e.id`.execute(database);
  return rows.length;
}
