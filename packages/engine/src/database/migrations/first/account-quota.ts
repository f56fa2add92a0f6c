import { sql } from "kysely";

/** What each account may still send, as its provider said when it was last asked. */
export const accountQuotaStatements = [
  sql`create table account_quota (
    project_id text not null,
    account_id text not null,
    channel text not null,
    allowance bigint,
    used bigint,
    renews_at timestamptz,
    checked_at timestamptz,
    failure text,
    due_at timestamptz not null,
    primary key (project_id, account_id, channel)
  )`,
];
