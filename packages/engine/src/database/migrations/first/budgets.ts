import { sql } from "kysely";

/*
 * What was taken of each budget in each of its times. `scope` is a message's id where the budget is that message's, else all
 * zeros; `starts_at` is then the beginning of 1970. A message's rows go with the message, the others some time after their time.
 */
export const budgetStatements = [
  sql`create table budget_window (
    project_id text not null,
    budget text not null,
    scope uuid not null,
    starts_at timestamptz not null,
    allowed numeric not null,
    raised numeric not null default 0,
    reserved numeric not null default 0,
    used numeric not null default 0,
    reached_at timestamptz,
    primary key (project_id, budget, scope, starts_at)
  ) with (fillfactor = 50)`,

  // Who waits for room. A row may outlive the waiting: it says whom to look at, and not what to do.
  sql`create table budget_hold (
    project_id text not null,
    message_id uuid not null,
    number integer not null,
    month date not null,
    budget text not null,
    scope uuid not null,
    cost numeric not null,
    held_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (project_id, message_id, number)
  )`,
  sql`create index budget_hold_order on budget_hold (project_id, budget, scope, held_at)`,
];
