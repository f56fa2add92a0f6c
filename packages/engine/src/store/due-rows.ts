import { sql, type RawBuilder } from "kysely";

/** Rows of one project of a table with work in it: `project_id`, `priority` and `due_at` lead an index of it. */
export interface DueRows {
  readonly projectId: string;
  readonly table: RawBuilder<unknown>;
  /** Of the table under the name `t`: its key, and what else is wanted. */
  readonly columns: RawBuilder<unknown>;
  /** Further conditions on `t`. */
  readonly where?: RawBuilder<boolean>;
  /** What comes first within a priority; default: what has been due for longest. */
  readonly order?: RawBuilder<unknown>;
  readonly limit: number;
}

/**
 * The rows that are due, locked, with where they lie as `row_at`, those of the highest priority first. Each priority is looked
 * for by itself, in the order of the index.
 */
export function dueRows({ projectId, table, columns, where = sql<boolean>`true`, order = sql`t.due_at`, limit }: DueRows): RawBuilder<unknown> {
  return sql`
    select t.* from (values (0::smallint), (1::smallint), (2::smallint)) q (priority)
    cross join lateral (
      select ${columns}, t.ctid as row_at, t.priority, t.due_at from ${table} t
      where t.project_id = ${projectId} and t.priority = q.priority and t.due_at <= (select todoke_now()) and ${where}
      order by ${order} limit ${limit} for update skip locked
    ) t
    order by t.priority, ${order} limit ${limit}`;
}

/**
 * That a row of the table, under this name, lies where one of the rows does that were locked as `due` in the same statement. It
 * is found without an index there, whatever the planner knows of the table: else it may read and sort all of it to claim
 * nothing. Of several tables of one the key must be said as well.
 */
export function isWhereDue(table: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${table}.ctid = any(array(select row_at from due))`;
}
