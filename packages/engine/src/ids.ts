import { monthAt } from "./calendar-month.ts";
import { randomBytes, timeOfDayMs } from "./surroundings.ts";

/**
 * A UUID version 7 (RFC 9562): sorts by the millisecond it was made in. Made by us and not by the database, so that an
 * intent has its name before it is written.
 */
export function newId(nowMs: number = timeOfDayMs()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return withDashes(bytes.toString("hex"));
}

/** When a version 7 id was made, in milliseconds since 1970. */
export function madeAtMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** First day of the UTC month in which a version 7 id was made, as `YYYY-MM-01`: the partition it lives in. */
export function monthOf(id: string): string {
  return monthAt(new Date(madeAtMs(id)));
}

/** The months of several ids, each once. */
export function monthsOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map(monthOf))];
}

/** The least id that can have been made in a month or later. */
export function firstIdOf(month: string): string {
  return firstIdAt(new Date(month));
}

/** The least id that can have been made at a moment or later. */
export function firstIdAt(moment: Date): string {
  return withDashes(moment.getTime().toString(16).padStart(12, "0") + "7000" + "8".padEnd(16, "0"));
}

/** 128 random bits, for addresses that only a provider shall know. */
export function newCallbackToken(): string {
  return randomBytes(16).toString("hex");
}

/** 128 random bits in the form of a UUID: what was claimed under it belongs to nobody else. */
export function newClaimToken(): string {
  return withDashes(newCallbackToken());
}

/** Public names: a prefix, `_` and the 32 hexadecimal digits of the id. Parsing gives undefined for any other form. */
function publicName(prefix: string) {
  const form = new RegExp(`^${prefix}_([0-9a-f]{32})$`);
  return {
    format: (id: string): string => `${prefix}_${id.replaceAll("-", "")}`,
    parse: (text: string): string | undefined => {
      const digits = form.exec(text)?.[1];
      return digits === undefined ? undefined : withDashes(digits);
    },
  };
}

/** The same with `_` and a number from 0 behind it. */
function numberedName(prefix: string) {
  const form = new RegExp(`^${prefix}_([0-9a-f]{32})_(0|[1-9][0-9]{0,8})$`);
  return {
    format: (id: string, number: number): string => `${prefix}_${id.replaceAll("-", "")}_${number}`,
    parse: (text: string): { readonly id: string; readonly number: number } | undefined => {
      const [, digits, number] = form.exec(text) ?? [];
      return digits === undefined ? undefined : { id: withDashes(digits), number: Number(number) };
    },
  };
}

export const { format: formatMessageId, parse: parseMessageId } = publicName("msg");
export const { format: formatEventId, parse: parseEventId } = publicName("evt");
export const { format: formatAudienceId, parse: parseAudienceId } = publicName("aud");
export const { format: formatTemplateId, parse: parseTemplateId } = publicName("tpl");
export const { format: formatPushId, parse: parsePushId } = publicName("psh");
export const { format: formatContactId, parse: parseContactId } = publicName("con");
export const { format: formatImportId, parse: parseImportId } = publicName("imp");
export const { format: formatErasureId, parse: parseErasureId } = publicName("era");
export const { format: formatSuppressionId, parse: parseSuppressionId } = publicName("sup");
export const { format: formatAccountId, parse: parseAccountId } = publicName("acc");
export const { format: formatApiKeyId, parse: parseApiKeyId } = publicName("key");
export const { format: formatWebhookEndpointId, parse: parseWebhookEndpointId } = publicName("whe");
export const { format: formatWebhookAttemptId, parse: parseWebhookAttemptId } = publicName("wha");
export const { format: formatTriggerId, parse: parseTriggerId } = publicName("trg");

/** The message's id, and the delivery's position in it. */
export const { format: formatDeliveryId, parse: parseDeliveryId } = numberedName("dlv");
/** The audience's id, and the member's position in it. */
export const { format: formatMemberId, parse: parseMemberId } = numberedName("mbr");

/** What a report is of: a delivery by its position in its message, and the report's number from 1. */
export interface ReportKey {
  readonly messageId: string;
  readonly delivery: number;
  readonly number: number;
}

const reportForm = /^rpt_([0-9a-f]{32})_(0|[1-9][0-9]{0,8})_([1-9][0-9]{0,4})$/;

/** Undefined for any other form. */
export function parseReportId(text: string): ReportKey | undefined {
  const [, digits, delivery, number] = reportForm.exec(text) ?? [];
  return digits === undefined ? undefined : { messageId: withDashes(digits), delivery: Number(delivery), number: Number(number) };
}

/** The message's id, the delivery's position in it, and the report's number from 1. */
export function formatReportId(messageId: string, delivery: number, number: number): string {
  return `rpt_${messageId.replaceAll("-", "")}_${delivery}_${number}`;
}

function withDashes(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
