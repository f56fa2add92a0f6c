import type { Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { newId } from "../../ids.ts";
import type { SuppressionSource } from "../../suppressions/suppression.ts";
import type { AddedSuppressions } from "../../suppressions/suppression-view.ts";

export interface NewSuppression {
  readonly addressKind: string;
  /** In canonical form. */
  readonly address: string;
  readonly channel?: string;
  readonly source: SuppressionSource;
  readonly purposes?: readonly Purpose[];
  readonly account?: string;
  /** The account's provider refuses the person by itself. */
  readonly isEnforced?: boolean;
  readonly reason?: string;
  /** When it was so: what is known to be younger is left as it is. */
  readonly at: Date;
  readonly until?: Date;
}

/** Rows in one statement: few enough that an embedded database does not hold the process up. */
const insertSize = 1_000;

/** Writes what shall hold from now on. What held before keeps its id and its beginning. */
export async function writeSuppressions(
  database: Database,
  projectId: string,
  suppressions: readonly NewSuppression[],
): Promise<AddedSuppressions> {
  // In one order in every transaction, and each once: the last word counts.
  const byKey = new Map(suppressions.map((suppression) => [keyOf(suppression), suppression]));
  const rows = [...byKey].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, suppression]) => toRow(suppression));
  let added = 0;
  for (let start = 0; start < rows.length; start += insertSize) {
    added += await upsert(database, projectId, rows.slice(start, start + insertSize));
  }
  return { added, updated: suppressions.length - added };
}

/** Gives how many did not hold before. */
async function upsert(database: Database, projectId: string, rows: readonly ReturnType<typeof toRow>[]): Promise<number> {
  const held = sql`(known.lifted_at is null and (known.until is null or known.until > excluded.changed_at))`;
  const { rows: written } = await sql<{ added: number }>`
    with written as (
      insert into suppression as known (project_id, id, address_kind, address, channel, source, purposes, account_id,
        enforced_by, reason, since, until, changed_at)
      select ${projectId}, r.id, r.address_kind, r.address, r.channel, r.source, r.purposes, r.account_id,
        r.enforced_by, r.reason, r.changed_at, r.until, r.changed_at
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, address_kind text, address text, channel text,
        source text, purposes text[], account_id text, enforced_by text[], reason text, until timestamptz, changed_at timestamptz)
      order by r.address_kind, r.address, r.channel, r.source
      on conflict (project_id, address_kind, address, channel, source) do update set
        id = case when ${held} then known.id else excluded.id end,
        since = case when ${held} then known.since else excluded.since end,
        account_id = case when ${held} then known.account_id else excluded.account_id end,
        enforced_by = case when ${held}
          then known.enforced_by || array(select e from unnest(excluded.enforced_by) e where e <> all(known.enforced_by))
          else excluded.enforced_by end,
        purposes = excluded.purposes, reason = coalesce(excluded.reason, case when ${held} then known.reason end),
        until = excluded.until, changed_at = excluded.changed_at, lifted_at = null
      where known.changed_at <= excluded.changed_at
      returning known.id
    )
    select count(*)::int as added from written
    where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(database);
  return written[0]!.added;
}

function keyOf({ addressKind, address, channel = "", source }: NewSuppression): string {
  return JSON.stringify([addressKind, address, channel, source]);
}

function toRow(suppression: NewSuppression) {
  const { account = null, isEnforced = false } = suppression;
  return {
    id: newId(suppression.at.getTime()),
    address_kind: suppression.addressKind,
    address: suppression.address,
    channel: suppression.channel ?? "",
    source: suppression.source,
    purposes: suppression.purposes ?? null,
    account_id: account,
    enforced_by: isEnforced && account !== null ? [account] : [],
    reason: suppression.reason ?? null,
    until: suppression.until ?? null,
    changed_at: suppression.at,
  };
}
