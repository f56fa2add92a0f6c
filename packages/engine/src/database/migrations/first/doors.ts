import { sql } from "kysely";

/* What is known of the addresses that providers post to. A door that moves to another address is unknown again. */
export const doorStatements = [
  sql`create table inbound_door (
    project_id text not null,
    account_id text not null,
    address text not null,
    verified_at timestamptz,
    verified_by text,
    tried_at timestamptz,
    primary key (project_id, account_id)
  )`,
];
