import { sql, type RawBuilder } from "kysely";

/** Rows of a table with work in it: `project_id`, `priority` and `due_at` lead an index of it. */
export interface DueRows {
  readonly table: RawBuilder<unknown>;
  /** Of the table under the name `t`: its key, and what else is wanted. */
  readonly columns: RawBuilder<unknown>;
  /** Further conditions on `t`. */
  readonly where?: RawBuilder<boolean>;
  /** What comes first within a project; default: what has been due for longest. */
  readonly order?: RawBuilder<unknown>;
  readonly limit: number;
  /** Decides which project begins; another one each time. */
  readonly chance: string;
}

/**
 * The rows that are due, locked, with where they lie as `row_at`, those of the highest priority first. Within a priority projects take turns, and within a
 * project those come first that have been due for longest. Which project begins is left to chance: so none needs to know
 * who was served last.
 */
export function dueRows({ table, columns, where = sql<boolean>`true`, order = sql`t.due_at`, limit, chance }: DueRows): RawBuilder<unknown> {
  return sql`
    select * from (
      select t.*, row_number() over (partition by t.project_id, t.priority order by ${order}) as place from (
        select t.* from project p cross join (values (0::smallint), (1::smallint), (2::smallint)) q (priority)
        cross join lateral (
          select ${columns}, t.ctid as row_at, t.priority, t.due_at from ${table} t
          where t.project_id = p.id and t.priority = q.priority and t.due_at <= (select todoke_now()) and ${where}
          order by ${order} limit ${limit} for update skip locked
        ) t
      ) t
    ) placed
    order by priority, place, hashtext(project_id || ${chance}::text) limit ${limit}`;
}

/**
 * That a row of the table, under this name, lies where one of the rows does that were locked as `due` in the same statement. It
 * is found without an index there, whatever the planner knows of the table: else it may read and sort all of it to claim
 * nothing. Of several tables of one the key must be said as well.
 */
export function isWhereDue(table: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${table}.ctid = any(array(select row_at from due))`;
}
