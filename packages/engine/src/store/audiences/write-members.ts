import { createHash } from "node:crypto";
import type { JsonObject } from "@todoke/core";
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { forgetAddresses } from "./forget-addresses.ts";

/** Rows in one statement: few enough that an embedded database does not hold the process up. */
const insertSize = 1_000;

export interface NewMember {
  readonly reference: string | undefined;
  readonly addresses: Readonly<Record<string, string>>;
  readonly variables: JsonObject | undefined;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
}

export interface WrittenMembers {
  /** Who was not there before. */
  readonly added: number;
  /** All of them now. */
  readonly members: number;
}

/**
 * Adds people to a list, all or none, in their order; whoever is there already keeps the place and takes on what was
 * given. Undefined when there is no such list.
 */
export function writeMembers(
  connection: Kysely<unknown>,
  projectId: string,
  audienceId: string,
  members: readonly NewMember[],
): Promise<WrittenMembers | undefined> {
  // Of somebody who is given twice the last word counts: one statement cannot write one row twice.
  const byKey = new Map(members.map((member) => [keyOf(audienceId, member), member]));
  const rows = [...byKey].map(([key, member], ordinal) => ({ ...member, key, ordinal }));
  return connection.transaction().execute(async (transaction) => {
    const { rows: found } = await sql<{ next_position: number }>`
      select next_position from audience where project_id = ${projectId} and id = ${audienceId} and type = 'list' for update`.execute(transaction);
    if (found[0] === undefined) return undefined;
    let added = 0;
    for (let start = 0; start < rows.length; start += insertSize) {
      added += await upsert(transaction, projectId, audienceId, found[0].next_position, rows.slice(start, start + insertSize));
    }
    const { rows: counted } = await sql<{ members: number }>`
      update audience set members = members + ${added}, next_position = next_position + ${rows.length}, updated_at = todoke_now()
      where project_id = ${projectId} and id = ${audienceId} returning members`.execute(transaction);
    return { added, members: counted[0]!.members };
  });
}

type MemberRow = NewMember & { readonly key: string; readonly ordinal: number };

/** Gives how many were not there before. */
async function upsert(database: Database, projectId: string, audienceId: string, base: number, rows: readonly MemberRow[]): Promise<number> {
  await forgetAddresses(database, projectId, audienceId, knownMembers(projectId, rows.map(({ key }) => key)));
  const { rows: written } = await sql<{ added: number }>`
    with written as (
      insert into audience_member as m (project_id, audience_id, position, key, reference, addresses, variables, locale, time_zone)
      select ${projectId}, ${audienceId}::uuid, ${base} + r.ordinal, r.key, r.reference, r.addresses, r.variables, r.locale, r."timeZone"
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (ordinal int, key text, reference text, addresses jsonb,
        variables jsonb, locale text, "timeZone" text)
      on conflict (project_id, key) do update set reference = excluded.reference,
        addresses = excluded.addresses, variables = excluded.variables, locale = excluded.locale, time_zone = excluded.time_zone
      returning m.position, m.addresses, m.xmax = 0 as is_new
    ), addressed as (
      insert into audience_address (project_id, audience_id, kind, address, position)
      select ${projectId}, ${audienceId}::uuid, e.key, e.value, w.position from written w, jsonb_each_text(w.addresses) e
    )
    select (count(*) filter (where is_new))::int as added from written`.execute(database);
  return written[0]!.added;
}

/** Who of them is there already, each looked up by key for the same reason as their addresses. */
function knownMembers(projectId: string, keys: readonly string[]): RawBuilder<unknown> {
  return sql`
    select found.position, found.addresses from unnest(${[...keys]}::text[]) k (key) cross join lateral (
      select m.position, m.addresses from audience_member m
      where m.project_id = ${projectId} and m.key = k.key limit 1
    ) found`;
}

/** The same for the same person in a list: by the caller's own name or, without one, by all addresses in any order. */
function keyOf(audienceId: string, { reference, addresses }: NewMember): string {
  const byKind = Object.entries(addresses).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const identity = reference === undefined ? ["addresses", byKind] : ["reference", reference];
  return createHash("sha256").update(JSON.stringify([audienceId, ...identity])).digest("base64url");
}
