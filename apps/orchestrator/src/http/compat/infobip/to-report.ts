import type { Platform, ReportView } from "@todoke/engine";
import type { Kept } from "./kept.ts";
import { type InfobipStatus, statuses } from "./statuses.ts";

/** `DeliveryReport` of Infobip's OpenAPI 3.210.0, without what is not known here: prices and network codes. */
export interface InfobipReport {
  readonly bulkId: string;
  readonly messageId: string;
  readonly to: string;
  readonly sender: string;
  /** `yyyy-MM-dd'T'HH:mm:ss.SSSZ`, as is `doneAt`. */
  readonly sentAt: string;
  readonly doneAt: string;
  readonly messageCount: number;
  readonly status: InfobipStatus;
  readonly error: InfobipReportError;
  readonly callbackData?: string;
  readonly platform?: Platform;
  readonly campaignReferenceId?: string;
}

export interface InfobipReportError {
  readonly groupId: number;
  readonly groupName: string;
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly permanent: boolean;
}

/** One of our reports in their words. */
export function toReport(report: ReportView, kept: Kept): InfobipReport {
  const { at, platform, attemptId, messageId } = report;
  const status = statusOf(report);
  const { callbackData, campaignReferenceId } = kept;
  return {
    bulkId: kept.bulkId,
    messageId: kept.messageId,
    to: kept.to,
    sender: kept.sender,
    // Ids begin with the time at which they were made: the call's, or without one the message's.
    sentAt: theirTime(new Date(madeAtMs(attemptId ?? messageId.slice("msg_".length)))),
    doneAt: theirTime(at),
    messageCount: 1,
    status,
    error: errorOf(report, status),
    ...(callbackData !== undefined && { callbackData }),
    ...(platform && { platform }),
    ...(campaignReferenceId !== undefined && { campaignReferenceId }),
  };
}

function statusOf({ final, outcome = "unknown", succeeded, reason }: ReportView): InfobipStatus {
  if (!final) return statuses.enRoute;
  const { group, unproven } = byOutcome[outcome];
  if (outcome === "skipped" && restraints.has(reason?.code ?? "")) return statuses.doNotDisturb;
  return succeeded === true ? group : unproven;
}

interface OutcomeStatuses {
  readonly group: InfobipStatus;
  /** Where the plan asked for more than that. */
  readonly unproven: InfobipStatus;
}

const byOutcome: Readonly<Record<NonNullable<ReportView["outcome"]>, OutcomeStatuses>> = {
  read: both(statuses.toHandset),
  delivered: both(statuses.toHandset),
  sent: { group: statuses.toOperator, unproven: statuses.unknown },
  accepted: { group: statuses.toOperator, unproven: statuses.unknown },
  unknown: both(statuses.unknown),
  expired: both(statuses.expired),
  failed: both(statuses.notDelivered),
  cancelled: both(statuses.notSent),
  skipped: both(statuses.notSent),
};

function both(status: InfobipStatus): OutcomeStatuses {
  return { group: status, unproven: status };
}

/** Reasons for which a person was left alone. */
const restraints: ReadonlySet<string> = new Set(["suppressed", "no-consent", "frequency-cap"]);

const noError: InfobipReportError = { groupId: 0, groupName: "OK", id: 0, name: "NO_ERROR", description: "No Error", permanent: false };

/** Their ids tell networks' errors apart, which do not occur here: the name is our own reason's. */
function errorOf({ reason }: ReportView, { groupName }: InfobipStatus): InfobipReportError {
  if (groupName === "PENDING" || groupName === "DELIVERED") return noError;
  const { code = "unknown", detail = "" } = reason ?? {};
  const permanent = groupName === "UNDELIVERABLE" || groupName === "REJECTED";
  return { groupId: 2, groupName: "USER_ERRORS", id: 255, name: `EC_${code.replaceAll("-", "_").toUpperCase()}`, description: detail, permanent };
}

/** Of an id of ours without its prefix. */
function madeAtMs(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}

function theirTime(at: Date): string {
  return at.toISOString().replace("Z", "+0000");
}
