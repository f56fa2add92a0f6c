import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { NewWebhookEndpoint, WebhookEndpointView } from "../../webhooks/webhook-view.ts";
import { inTransaction } from "../in-transaction.ts";
import { shownColumns, toEndpointView, type EndpointRow } from "./endpoint-row.ts";

/** Which endpoint of which project. */
export interface EndpointKey {
  readonly projectId: string;
  readonly id: string;
}

const now = sql`(select todoke_now())`;

/** `secret` as it is stored. Undefined where the project has `most` of them already. */
export async function insertEndpoint(
  database: Database,
  { projectId, id }: EndpointKey,
  request: NewWebhookEndpoint & { readonly secret: string },
  most: number,
): Promise<WebhookEndpointView | undefined> {
  const { rows } = await sql<EndpointRow>`
    insert into webhook_endpoint as e (project_id, id, name, url, final_only, include_personal_data, types, entity_id, application_id, secret, created_at)
    select ${projectId}, ${id}, ${request.name}, ${request.url}, ${request.finalOnly ?? false}, ${request.includePersonalData ?? false},
      ${typesOf(request)}::text[], ${request.platform?.entityId ?? null}, ${request.platform?.applicationId ?? null}, ${request.secret}, ${now}
    where (select count(*) from webhook_endpoint where project_id = ${projectId}) < ${most}
    returning ${shownColumns}`.execute(database);
  return rows[0] && toEndpointView(rows[0]);
}

/** What is absent stays. Undefined where there is no such endpoint, here and below. */
export function changeEndpoint(database: Database, key: EndpointKey, changes: Partial<NewWebhookEndpoint>): Promise<WebhookEndpointView | undefined> {
  const { name, url, finalOnly, includePersonalData, platform } = changes;
  const values: Readonly<Record<string, unknown>> = {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(finalOnly !== undefined && { final_only: finalOnly }),
    ...(includePersonalData !== undefined && { include_personal_data: includePersonalData }),
    ...(changes.types !== undefined && { types: typesOf(changes) }),
    ...(platform !== undefined && { entity_id: platform.entityId ?? null, application_id: platform.applicationId ?? null }),
  };
  const settings = Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  return update(database, key, settings.length === 0 ? sql`id = id` : sql.join(settings));
}

export function pauseEndpoint(database: Database, key: EndpointKey): Promise<WebhookEndpointView | undefined> {
  return update(database, key, sql`paused_at = coalesce(paused_at, ${now})`);
}

/** Lets it have reports again, those that wait for it at once and from their first try on where it was disabled. */
export function resumeEndpoint(database: Database, key: EndpointKey): Promise<WebhookEndpointView | undefined> {
  return inTransaction(database, async (transaction) => {
    await sql`
      update webhook_post p set due_at = ${now}, tries = 0 from webhook_endpoint e
      where e.project_id = ${key.projectId} and e.id = ${key.id} and e.disabled_at is not null
        and p.project_id = e.project_id and p.target_id = e.id and p.due_at is not null`.execute(transaction);
    return update(transaction, key, sql`paused_at = null, disabled_at = null, disabled_reason = null, failing_since = null, rests_until = null`);
  });
}

/** `secret` as it is stored. The one that was signs as well for so long; what was the former one signs no more. */
export function replaceEndpointSecret(database: Database, key: EndpointKey, secret: string, overlapMs: number): Promise<WebhookEndpointView | undefined> {
  return update(database, key, sql`former_secret = secret, secret = ${secret}, rotated_at = ${now},
    former_secret_until = ${now} + ${overlapMs} * interval '1 millisecond'`);
}

/** With all that waits for it. True where there was one. */
export async function deleteEndpoint(database: Database, { projectId, id }: EndpointKey): Promise<boolean> {
  const { rows } = await sql`
    with posts as (
      delete from webhook_post where project_id = ${projectId} and target_id = ${id}
    ), failures as (
      delete from webhook_failure where project_id = ${projectId} and endpoint_id = ${id}
    )
    delete from webhook_endpoint where project_id = ${projectId} and id = ${id} returning id`.execute(database);
  return rows.length === 1;
}

async function update(database: Database, { projectId, id }: EndpointKey, settings: RawBuilder<unknown>): Promise<WebhookEndpointView | undefined> {
  const { rows } = await sql<EndpointRow>`
    update webhook_endpoint e set ${settings} where e.project_id = ${projectId} and e.id = ${id} returning ${shownColumns}`.execute(database);
  return rows[0] && toEndpointView(rows[0]);
}

/** None named: all. */
function typesOf({ types = [] }: Pick<NewWebhookEndpoint, "types">): readonly string[] | null {
  return types.length === 0 ? null : [...types];
}
