import { sql, type RawBuilder } from "kysely";
import { formatWebhookEndpointId } from "../../ids.ts";
import { reportTypes, type ReportType } from "../../reports/report.ts";
import type { DisabledReason, EndpointState, WebhookEndpointView } from "../../webhooks/webhook-view.ts";

/** An endpoint with what is on its way to it. */
export interface EndpointRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly final_only: boolean;
  readonly include_personal_data: boolean;
  readonly types: readonly string[] | null;
  readonly entity_id: string | null;
  readonly application_id: string | null;
  readonly created_at: Date;
  readonly rotated_at: Date | null;
  readonly former_secret_until: Date | null;
  readonly paused_at: Date | null;
  readonly disabled_at: Date | null;
  readonly disabled_reason: DisabledReason | null;
  readonly failing_since: Date | null;
  readonly failure: string | null;
  readonly failed_at: Date | null;
  readonly waiting: number;
  readonly given_up: number;
}

/** The columns that are shown, of rows under the name `e`. */
export const shownColumns: RawBuilder<unknown> = sql`e.id, e.name, e.url, e.final_only, e.include_personal_data, e.types, e.entity_id, e.application_id,
  e.created_at, e.rotated_at, e.paused_at, e.disabled_at, e.disabled_reason, e.failing_since, e.failure, e.failed_at,
  case when e.former_secret_until > (select todoke_now()) then e.former_secret_until end as former_secret_until,
  (select count(*)::int from webhook_post p where p.project_id = e.project_id and p.target_id = e.id and p.due_at is not null) as waiting,
  (select count(*)::int from webhook_post p where p.project_id = e.project_id and p.target_id = e.id and p.due_at is null) as given_up`;

export function toEndpointView(row: EndpointRow): WebhookEndpointView {
  return {
    id: formatWebhookEndpointId(row.id),
    name: row.name,
    url: row.url,
    finalOnly: row.final_only,
    includePersonalData: row.include_personal_data,
    // A later version may have stored others.
    ...(row.types !== null && { types: reportTypes.filter((type) => row.types!.includes(type)) satisfies readonly ReportType[] }),
    ...platformOf(row),
    state: stateOf(row),
    createdAt: row.created_at,
    ...(row.rotated_at !== null && { rotatedAt: row.rotated_at }),
    ...(row.former_secret_until !== null && { formerSecretUntil: row.former_secret_until }),
    ...(row.paused_at !== null && { pausedAt: row.paused_at }),
    ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
    ...(row.disabled_reason !== null && { disabledReason: row.disabled_reason }),
    ...(row.failing_since !== null && { failingSince: row.failing_since }),
    ...(row.failure !== null && row.failed_at !== null && { lastFailure: { code: row.failure, at: row.failed_at } }),
    waiting: row.waiting,
    givenUp: row.given_up,
  };
}

function stateOf({ disabled_at: disabledAt, paused_at: pausedAt }: EndpointRow): EndpointState {
  if (disabledAt !== null) return "disabled";
  return pausedAt === null ? "active" : "paused";
}

function platformOf({ entity_id: entityId, application_id: applicationId }: EndpointRow): Pick<WebhookEndpointView, "platform"> {
  if (entityId === null && applicationId === null) return {};
  return { platform: { ...(entityId !== null && { entityId }), ...(applicationId !== null && { applicationId }) } };
}
