import { sql } from "kysely";

/*
 * When each address last took a place under a frequency cap, and which deliveries took it. `person` is a digest of the
 * address, `taken_by` of the deliveries, in the same order as `taken_at`. `counted_from` is where the cap's time began when
 * the last place was taken. After `ends_at` nothing in the row counts. Half of each page is left free, so that a row that
 * takes another place stays on its page and costs its index nothing.
 */
export const frequencyCountStatements = [
  sql`create table frequency_count (
    project_id text not null,
    cap text not null,
    person uuid not null,
    taken_at timestamptz[] not null,
    taken_by uuid[] not null,
    counted_from timestamptz not null,
    ends_at timestamptz not null,
    primary key (project_id, cap, person)
  ) with (fillfactor = 50)`,
];
