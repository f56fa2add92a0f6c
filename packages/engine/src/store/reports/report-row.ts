import type { AttemptEvidence, DeliveryOutcome, JsonObject } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import { formatDeliveryId, formatMessageId, formatReportId } from "../../ids.ts";
import type { Platform } from "../../message-request.ts";
import type { ReportDetails, ReportType } from "../../reports/report.ts";
import type { ReportView } from "../../reports/report-view.ts";

/** A report with what its message and its delivery say of it. */
export interface ReportRow {
  readonly message_id: string;
  readonly delivery: number;
  readonly number: number;
  readonly type: ReportType;
  readonly is_final: boolean;
  readonly step: number;
  readonly channel: string | null;
  readonly attempt_id: string | null;
  readonly evidence: AttemptEvidence | null;
  readonly outcome: DeliveryOutcome | null;
  readonly succeeded: boolean | null;
  readonly details: ReportDetails | null;
  readonly at: Date;
  readonly position: string;
  readonly message_reference: string | null;
  readonly is_test: boolean;
  /** Of the message's acceptance; null where it is not traced. */
  readonly traceparent: string | null;
  readonly platform: Platform | null;
  readonly reference: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly variables: JsonObject | null;
}

/** Reports under the name `r`; the condition may order and limit them. */
export function reportsWhere(projectId: string, condition: RawBuilder<unknown>): RawBuilder<ReportRow> {
  return sql<ReportRow>`
    with r as materialized (
      select r.* from report r where r.project_id = ${projectId} and ${condition}
    )
    select r.message_id, r.delivery, r.number, r.type, r.is_final, r.step, r.channel, r.attempt_id, r.evidence, r.outcome,
      r.succeeded, r.details, r.at, r.position::text, m.reference as message_reference, m.is_test, m.traceparent, m.platform, d.reference, d.addresses, d.variables
    from r
    cross join lateral (
      select m.reference, m.is_test, m.traceparent, m.platform from message m where m.project_id = ${projectId} and m.id = r.message_id limit 1
    ) m
    cross join lateral (
      select d.reference, d.addresses, d.variables from delivery d
      where d.project_id = ${projectId} and d.message_id = r.message_id and d.number = r.delivery and d.month = r.month limit 1
    ) d
    order by r.position`;
}

export function toReportView(row: ReportRow, includePersonalData: boolean): ReportView {
  const { message_id: messageId, delivery, number } = row;
  return {
    id: formatReportId(messageId, delivery, number),
    number,
    type: row.type,
    final: row.is_final,
    at: row.at,
    messageId: formatMessageId(messageId),
    ...(row.is_test && { test: true }),
    deliveryId: formatDeliveryId(messageId, delivery),
    ...(row.message_reference === null ? {} : { messageReference: row.message_reference }),
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.platform === null ? {} : { platform: row.platform }),
    step: row.step,
    ...(row.channel === null ? {} : { channel: row.channel }),
    ...(row.attempt_id === null ? {} : { attemptId: row.attempt_id }),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.succeeded === null ? {} : { succeeded: row.succeeded }),
    ...row.details,
    ...(includePersonalData && personalData(row)),
  };
}

function personalData({ addresses, variables }: ReportRow): Pick<ReportView, "addresses" | "variables"> {
  return variables === null ? { addresses } : { addresses, variables };
}
