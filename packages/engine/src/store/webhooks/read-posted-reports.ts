import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";
import { reportsWhere, type ReportRow } from "../reports/report-row.ts";
import type { PostKey } from "./claim-posts.ts";

/** The reports of these posts, by their name in `reportName`. Those whose month was dropped are missing. */
export async function readPostedReports(database: Database, projectId: string, posts: readonly PostKey[]): Promise<ReadonlyMap<string, ReportRow>> {
  const keys = posts.map(({ messageId, delivery, number }) => ({ message_id: messageId, delivery, number, month: monthOf(messageId) }));
  const { rows } = await reportsWhere(projectId, sql`(r.message_id, r.delivery, r.number, r.month) in (
    select k.message_id, k.delivery, k.number, k.month
    from json_to_recordset(${JSON.stringify(keys)}::json) as k (message_id uuid, delivery int, number int, month date))`).execute(database);
  return new Map(rows.map((row) => [reportName({ messageId: row.message_id, delivery: row.delivery, number: row.number }), row]));
}

/** What a report is found by in memory. */
export function reportName({ messageId, delivery, number }: Pick<PostKey, "messageId" | "delivery" | "number">): string {
  return `${messageId} ${delivery} ${number}`;
}
