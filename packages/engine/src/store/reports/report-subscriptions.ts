import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { ReportSubscription, SubscriptionRequest } from "../../reports/report-view.ts";

interface SubscriptionRow {
  readonly name: string;
  readonly final_only: boolean;
  readonly include_personal_data: boolean;
  readonly acknowledged: string;
  readonly acknowledged_at: Date | null;
  readonly created_at: Date;
}

const columns = sql`name, final_only, include_personal_data, acknowledged::text, acknowledged_at, created_at`;

function lastPosition(projectId: string): RawBuilder<unknown> {
  return sql`(select position from report_counter where project_id = ${projectId})`;
}

export async function readSubscriptions(database: Database, projectId: string): Promise<readonly ReportSubscription[]> {
  const { rows } = await selectSubscriptions(projectId, sql`true`).execute(database);
  return rows.map(toView);
}

export async function findSubscription(database: Database, projectId: string, name: string): Promise<ReportSubscription | undefined> {
  const { rows } = await selectSubscriptions(projectId, sql`name = ${name}`).execute(database);
  return rows[0] && toView(rows[0]);
}

function selectSubscriptions(projectId: string, condition: RawBuilder<unknown>): RawBuilder<SubscriptionRow> {
  return sql<SubscriptionRow>`select ${columns} from report_subscription
    where project_id = ${projectId} and ${condition} order by name`;
}

/** Begins behind all that is in the feed; one that is there stays where it stands. */
export async function writeSubscription(
  database: Database,
  projectId: string,
  { name, finalOnly = false, includePersonalData = false }: SubscriptionRequest,
): Promise<ReportSubscription> {
  const { rows } = await sql<SubscriptionRow>`
    insert into report_subscription (project_id, name, final_only, include_personal_data, acknowledged, created_at)
    values (${projectId}, ${name}, ${finalOnly}, ${includePersonalData}, ${lastPosition(projectId)}, todoke_now())
    on conflict (project_id, name) do update set final_only = excluded.final_only, include_personal_data = excluded.include_personal_data
    returning ${columns}`.execute(database);
  return toView(rows[0]!);
}

/** True where there was one. */
export async function deleteSubscription(database: Database, projectId: string, name: string): Promise<boolean> {
  const { rows } = await sql`delete from report_subscription
    where project_id = ${projectId} and name = ${name} returning name`.execute(database);
  return rows.length === 1;
}

/** Moves a subscription forward, and no further than the feed goes. */
export async function acknowledgeReports(database: Database, projectId: string, name: string, cursor: string): Promise<ReportSubscription | undefined> {
  const { rows } = await sql<SubscriptionRow>`
    update report_subscription set acknowledged = greatest(acknowledged, least(${cursor}::bigint, ${lastPosition(projectId)})),
      acknowledged_at = todoke_now()
    where project_id = ${projectId} and name = ${name} returning ${columns}`.execute(database);
  return rows[0] && toView(rows[0]);
}

function toView(row: SubscriptionRow): ReportSubscription {
  return {
    name: row.name,
    finalOnly: row.final_only,
    includePersonalData: row.include_personal_data,
    cursor: row.acknowledged,
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at }),
    createdAt: row.created_at,
  };
}
