import type { Purpose } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatSuppressionId, parseSuppressionId } from "../../ids.ts";
import type { Page } from "../../message-view.ts";
import type { SuppressionSource } from "../../suppressions/suppression.ts";
import type { SuppressionListRequest, SuppressionView } from "../../suppressions/suppression-view.ts";

interface SuppressionRow {
  readonly id: string;
  readonly address_kind: string;
  readonly address: string;
  readonly channel: string;
  readonly source: SuppressionSource;
  readonly purposes: readonly Purpose[] | null;
  readonly account_id: string | null;
  readonly enforced_by: readonly string[];
  readonly reason: string | null;
  readonly since: Date;
  readonly until: Date | null;
}

/** Those that hold now and meet the condition. */
export function selectSuppressions(projectId: string, condition: RawBuilder<unknown>): RawBuilder<SuppressionRow> {
  return sql<SuppressionRow>`
    select s.id, s.address_kind, s.address, s.channel, s.source, s.purposes, s.account_id, s.enforced_by, s.reason,
      s.since, s.until
    from suppression s
    where s.project_id = ${projectId} and s.lifted_at is null
      and (s.until is null or s.until > (select todoke_now())) and ${condition}`;
}

/** Newest first. */
export async function readSuppressions(
  database: Database,
  projectId: string,
  { cursor, limit, addressKind, address, channel, source, account }: SuppressionListRequest,
): Promise<Page<SuppressionView>> {
  const before = cursor === undefined ? undefined : parseSuppressionId(cursor);
  const conditions = [sql`true`];
  if (before !== undefined) conditions.push(sql`s.id < ${before}`);
  if (addressKind !== undefined) conditions.push(sql`s.address_kind = ${addressKind}`);
  if (address !== undefined) conditions.push(sql`s.address = ${address}`);
  if (channel !== undefined) conditions.push(sql`s.channel in (${channel}, '')`);
  if (source !== undefined) conditions.push(sql`s.source = ${source}`);
  if (account !== undefined) conditions.push(sql`s.account_id = ${account}`);
  const condition = sql`${sql.join(conditions, sql` and `)} order by s.id desc limit ${limit + 1}`;
  const { rows } = await selectSuppressions(projectId, condition).execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function readSuppression(database: Database, projectId: string, id: string): Promise<SuppressionView | undefined> {
  const { rows } = await selectSuppressions(projectId, sql`s.id = ${id}`).execute(database);
  return rows[0] === undefined ? undefined : toView(rows[0]);
}

export function toView(row: SuppressionRow): SuppressionView {
  return {
    id: formatSuppressionId(row.id),
    addressKind: row.address_kind,
    address: row.address,
    ...(row.channel === "" ? {} : { channel: row.channel }),
    ...(row.purposes === null ? {} : { purposes: row.purposes }),
    source: row.source,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.account_id === null ? {} : { account: row.account_id }),
    enforcedBy: row.enforced_by,
    since: row.since,
    ...(row.until === null ? {} : { until: row.until }),
  };
}
