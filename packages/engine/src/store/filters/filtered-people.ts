import type { JsonObject } from "@todoke/core";
import { sql, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { ContactFilter } from "../../filters/contact-filter.ts";
import type { PeopleCount } from "../../filters/filter-view.ts";
import type { NewDelivery } from "../insert-message.ts";
import { compileFilter } from "./compile-filter.ts";

interface PersonRow {
  readonly reference: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly variables: JsonObject | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
}

/** Whom a filter finds, oldest first, as recipients. Groups are not people. */
function selectPeople(projectId: string, filter: ContactFilter, limit: RawBuilder<unknown>): RawBuilder<PersonRow> {
  return sql<PersonRow>`
    select c.id, c.reference, coalesce((
      select jsonb_object_agg(a.kind, a.address) from contact_address a
      where a.project_id = ${projectId} and a.contact_id = c.id), '{}') as addresses,
      nullif(c.attributes, '{}') as variables, c.locale, c.time_zone
    from contact c where ${condition(projectId, filter)} order by c.id ${limit}`;
}

/** With an array in it, so that it is planned for its values each time: every filter is another statement, and finds few or many. */
function condition(projectId: string, filter: ContactFilter): RawBuilder<unknown> {
  return sql`c.project_id = ${projectId} and c.kind = any(${["person"]}::text[]) and ${compileFilter(filter, projectId)}`;
}

export async function countPeople(database: Database, projectId: string, filter: ContactFilter): Promise<PeopleCount> {
  const { rows } = await sql<PeopleCount>`
    with found as materialized (select c.id, c.time_zone from contact c where ${condition(projectId, filter)})
    select (select count(*)::int from found) as people,
      (select count(*)::int from found where time_zone is null) as "withoutTimeZone",
      coalesce((select json_agg(k order by k.kind) from (
        select a.kind, count(*)::int as people from found f
        join contact_address a on a.project_id = ${projectId} and a.contact_id = f.id group by a.kind) k), '[]') as addresses`.execute(database);
  return rows[0]!;
}

/** The first of them, as the deliveries that a message to them would have. */
export async function readFirstPeople(database: Database, projectId: string, filter: ContactFilter, limit: number): Promise<readonly NewDelivery[]> {
  const { rows } = await selectPeople(projectId, filter, sql`limit ${limit}`).execute(database);
  return rows.map((row, number) => ({
    number,
    reference: row.reference ?? undefined,
    addresses: row.addresses,
    duplicateKinds: [],
    variables: row.variables ?? undefined,
    locale: row.locale ?? undefined,
    timeZone: row.time_zone ?? undefined,
  }));
}

/** People as they were at one moment, for this transaction alone. */
export interface HeldPeople {
  readonly people: number;
  readonly withoutTimeZone: number;
  /** Their rows from this number up to and without `end`, with their `number`. */
  select(from: number, end: number): RawBuilder<unknown>;
}

/**
 * Finds the people once, and holds them until the transaction ends: whoever changes meanwhile is neither left out nor taken
 * twice, and nobody waits for a lock.
 */
export async function holdPeople(transaction: Transaction<unknown>, projectId: string, filter: ContactFilter): Promise<HeldPeople> {
  await sql`
    create temporary table held_person on commit drop as
    select (row_number() over (order by p.id))::int - 1 as number, p.* from (${selectPeople(projectId, filter, sql``)}) p`.execute(transaction);
  await sql`create unique index held_person_number on held_person (number)`.execute(transaction);
  const { rows } = await sql<{ people: number; without: number }>`
    select count(*)::int as people, (count(*) filter (where time_zone is null))::int as without from held_person`.execute(transaction);
  return {
    people: rows[0]!.people,
    withoutTimeZone: rows[0]!.without,
    select: (from, end) => sql`select h.*, null::text[] as duplicate_kinds from held_person h where h.number >= ${from} and h.number < ${end}`,
  };
}
