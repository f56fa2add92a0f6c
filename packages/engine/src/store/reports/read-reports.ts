import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { FeedPage } from "../../reports/report-view.ts";
import { reportsWhere, toReportView } from "./report-row.ts";

export interface FeedRange {
  readonly cursor: string;
  readonly limit: number;
  readonly finalOnly: boolean;
  readonly includePersonalData: boolean;
}

/** What has come into the feed since the cursor. */
export async function readReports(database: Database, projectId: string, range: FeedRange): Promise<FeedPage> {
  const { cursor, limit, finalOnly, includePersonalData } = range;
  // Read before the reports: none that is numbered after this has a position that is not higher.
  const { rows: [counter] } = await sql<{ position: string }>`
    select greatest(position, ${cursor}::bigint)::text as position from report_counter where project_id = ${projectId}`.execute(database);
  const last = counter!.position;
  const { rows } = await reportsWhere(projectId, sql`r.position > ${cursor}::bigint and r.position <= ${last}::bigint and (r.is_final or ${!finalOnly})
    order by r.position limit ${limit}`).execute(database);
  return {
    items: rows.map((row) => toReportView(row, includePersonalData)),
    cursor: rows.length < limit ? last : rows.at(-1)!.position,
  };
}
