import type { JsonObject } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { AudienceMember } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { formatMemberId, parseMemberId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { NewDelivery } from "../insert-message.ts";

interface MemberRow {
  readonly position: number;
  readonly reference: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly duplicate_kinds: readonly string[] | null;
  readonly variables: JsonObject | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
}

/**
 * Members after a position, in order, with the kinds of which an earlier member has the same address. The first to have
 * it is looked up by key for each: a join would read the whole list where the database has no statistics of it yet.
 */
export function selectMembers(projectId: string, audienceId: string, after: number, limit: number): RawBuilder<MemberRow> {
  return sql<MemberRow>`
    select m.position, m.reference, m.addresses, m.variables, m.locale, m.time_zone, (
      select array_agg(e.key order by e.key) from jsonb_each_text(m.addresses) e where m.position > (
        select a.position from audience_address a
        where a.project_id = ${projectId} and a.audience_id = ${audienceId}::uuid and a.kind = e.key and a.address = e.value
        order by a.position limit 1)) as duplicate_kinds
    from audience_member m
    where m.project_id = ${projectId} and m.audience_id = ${audienceId}::uuid and m.position > ${after}
    order by m.position limit ${limit}`;
}

/** In the order in which they came. */
export async function readMembers(database: Database, projectId: string, audienceId: string, { cursor, limit }: PageRequest): Promise<Page<AudienceMember>> {
  const after = cursor === undefined ? undefined : parseMemberId(cursor);
  const { rows } = await selectMembers(projectId, audienceId, after?.number ?? -1, limit + 1).execute(database);
  const items = rows.slice(0, limit).map((row) => toMember(audienceId, row));
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

/** The first members, as the deliveries that a message to them would have. */
export async function readFirstDeliveries(database: Database, projectId: string, audienceId: string, limit: number): Promise<readonly NewDelivery[]> {
  const { rows } = await selectMembers(projectId, audienceId, -1, limit).execute(database);
  return rows.map((row, number) => ({
    number,
    reference: row.reference ?? undefined,
    addresses: row.addresses,
    duplicateKinds: row.duplicate_kinds ?? [],
    variables: row.variables ?? undefined,
    locale: row.locale ?? undefined,
    timeZone: row.time_zone ?? undefined,
  }));
}

/** How many members have no time zone of their own. */
export async function countWithoutZone(database: Database, projectId: string, audienceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from audience_member
    where project_id = ${projectId} and audience_id = ${audienceId}::uuid and time_zone is null`.execute(database);
  return rows[0]!.count;
}

function toMember(audienceId: string, row: MemberRow): AudienceMember {
  return {
    id: formatMemberId(audienceId, row.position),
    ...(row.reference === null ? {} : { reference: row.reference }),
    addresses: row.addresses,
    ...(row.variables === null ? {} : { variables: row.variables }),
    ...(row.locale === null ? {} : { locale: row.locale }),
    ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
  };
}
