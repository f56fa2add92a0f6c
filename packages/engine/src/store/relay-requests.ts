import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { newId } from "../ids.ts";
import type { RelayView } from "../relay/relay-view.ts";

/** What a receiver is given: the bytes as they came, and the headers that they need. */
export interface RelayContent {
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request that is ours to post. */
export interface RelayRequest extends RelayContent {
  readonly id: string;
  /** This one included. */
  readonly tries: number;
  /** Since it came in. */
  readonly ageMs: number;
}

const now = sql`(select todoke_now())`;

export async function insertRelayRequest(database: Database, projectId: string, accountId: string, { headers, body }: RelayContent): Promise<void> {
  await sql`
    insert into relay_request (project_id, id, account_id, headers, body, received_at, due_at)
    values (${projectId}, ${newId()}, ${accountId}, ${JSON.stringify(headers)}::jsonb, ${Buffer.from(body)}, ${now}, ${now})`.execute(database);
}

/** Takes what is due, in the order of arrival, for `leaseMs`; what is not settled by then is due again. */
export async function claimRelayRequests(
  database: Database,
  projectId: string,
  accountId: string,
  limit: number,
  leaseMs: number,
): Promise<readonly RelayRequest[]> {
  const { rows } = await sql<RelayRequest>`
    with due as (
      select id from relay_request
      where project_id = ${projectId} and account_id = ${accountId} and due_at <= ${now}
      order by id limit ${limit} for update skip locked
    ), claimed as (
      update relay_request r set tries = r.tries + 1, tried_at = ${now}, due_at = ${now} + ${leaseMs} * interval '1 millisecond'
      from due where r.project_id = ${projectId} and r.id = due.id
      returning r.id, r.headers, r.body, r.tries, extract(epoch from ${now} - r.received_at)::float8 * 1000 as "ageMs"
    )
    select * from claimed order by id`.execute(database);
  return rows;
}

/** It was taken. */
export async function removeRelayRequest(database: Database, projectId: string, id: string): Promise<void> {
  await sql`delete from relay_request where project_id = ${projectId} and id = ${id}`.execute(database);
}

/** Due again in `delayMs`; given up where that is undefined. Nothing where somebody else has tried since. */
export async function writeRelayFailure(
  database: Database,
  projectId: string,
  { id, tries }: RelayRequest,
  failure: string,
  delayMs: number | undefined,
): Promise<void> {
  await sql`
    update relay_request set failure = ${failure},
      due_at = ${delayMs === undefined ? null : sql`${now} + ${delayMs} * interval '1 millisecond'`},
      given_up_at = ${delayMs === undefined ? now : null}
    where project_id = ${projectId} and id = ${id} and tries = ${tries}`.execute(database);
}

export async function readRelayState(database: Database, projectId: string, accountId: string): Promise<Omit<RelayView, "forwardTo">> {
  const { rows } = await sql<{ waiting: number; given_up: number; code: string | null; at: Date | null }>`
    select count(*) filter (where given_up_at is null)::int as waiting,
      count(*) filter (where given_up_at is not null)::int as given_up,
      (array_agg(failure order by tried_at desc) filter (where failure is not null))[1] as code,
      max(tried_at) filter (where failure is not null) as at
    from relay_request where project_id = ${projectId} and account_id = ${accountId}`.execute(database);
  const { waiting, given_up: givenUp, code, at } = rows[0]!;
  return { waiting, givenUp, ...(code !== null && at !== null && { lastFailure: { code, at } }) };
}
