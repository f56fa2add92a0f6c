import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { MessageWebhookSecret } from "../../webhooks/webhook-view.ts";

interface Row {
  readonly created_at: Date;
  readonly rotated_at: Date | null;
  readonly former_secret_until: Date | null;
}

const now = sql`(select todoke_now())`;
const columns = sql`created_at, rotated_at, case when former_secret_until > ${now} then former_secret_until end as former_secret_until`;

/** Undefined where the project has none. */
export async function readMessageSecret(database: Database, projectId: string): Promise<MessageWebhookSecret | undefined> {
  const { rows } = await sql<Row>`select ${columns} from webhook_secret where project_id = ${projectId}`.execute(database);
  return rows[0] && toView(rows[0]);
}

/** `secret` as it is stored. One that was there signs as well for so long. */
export async function writeMessageSecret(database: Database, projectId: string, secret: string, overlapMs: number): Promise<MessageWebhookSecret> {
  const { rows } = await sql<Row>`
    insert into webhook_secret as known (project_id, secret, created_at) values (${projectId}, ${secret}, ${now})
    on conflict (project_id) do update set secret = excluded.secret, former_secret = known.secret, rotated_at = ${now},
      former_secret_until = ${now} + ${overlapMs} * interval '1 millisecond'
    returning ${columns}`.execute(database);
  return toView(rows[0]!);
}

function toView(row: Row): MessageWebhookSecret {
  return {
    createdAt: row.created_at,
    ...(row.rotated_at !== null && { rotatedAt: row.rotated_at }),
    ...(row.former_secret_until !== null && { formerSecretUntil: row.former_secret_until }),
  };
}
