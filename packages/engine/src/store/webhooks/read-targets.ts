import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Where posts go, and what signs them, as it is stored. */
export interface WebhookTarget {
  readonly id: string;
  readonly kind: "endpoint" | "message";
  readonly url: string;
  readonly includePersonalData: boolean;
  /** Whose words posts are in; null for our own. */
  readonly format: string | null;
  /** The one that is, then the one before it while both sign. */
  readonly secrets: readonly string[];
}

interface Row {
  readonly id: string;
  readonly kind: WebhookTarget["kind"];
  readonly url: string;
  readonly include_personal_data: boolean;
  readonly format: string | null;
  readonly secret: string;
  readonly former_secret: string | null;
}

/** By their ids. Missing are endpoints that were deleted, and messages that were forgotten. */
export async function readTargets(database: Database, projectId: string, ids: readonly string[]): Promise<ReadonlyMap<string, WebhookTarget>> {
  const { rows } = await sql<Row>`
    select e.id, 'endpoint' as kind, e.url, e.include_personal_data, null as format, e.secret,
      case when e.former_secret_until > (select todoke_now()) then e.former_secret end as former_secret
    from webhook_endpoint e where e.project_id = ${projectId} and e.id = any(${[...ids]}::uuid[])
    union all
    select m.id, 'message', m.webhooks #>> '{delivery,url}', false, m.webhooks #>> '{delivery,format}', s.secret,
      case when s.former_secret_until > (select todoke_now()) then s.former_secret end
    from message m join webhook_secret s on s.project_id = m.project_id
    where m.project_id = ${projectId} and m.id = any(${[...ids]}::uuid[]) and m.webhooks is not null`.execute(database);
  return new Map(rows.map((row) => [row.id, {
    id: row.id,
    kind: row.kind,
    url: row.url,
    includePersonalData: row.include_personal_data,
    format: row.format,
    secrets: row.former_secret === null ? [row.secret] : [row.secret, row.former_secret],
  }]));
}
