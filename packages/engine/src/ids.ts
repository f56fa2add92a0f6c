import { randomBytes } from "node:crypto";

/**
 * A UUID version 7 (RFC 9562): sorts by the millisecond it was made in. Made by us and not by the database, so that an
 * intent has its name before it is written.
 */
export function newId(nowMs: number = Date.now()): string {
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
  return `${new Date(madeAtMs(id)).toISOString().slice(0, 7)}-01`;
}

/** 128 random bits, for addresses that only a provider shall know. */
export function newCallbackToken(): string {
  return randomBytes(16).toString("hex");
}

/** `msg_` and 32 hexadecimal digits. */
export function formatMessageId(id: string): string {
  return `msg_${id.replaceAll("-", "")}`;
}

/** The id behind `msg_…`, or undefined when it is not of that form. */
export function parseMessageId(text: string): string | undefined {
  const match = /^msg_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `dlv_`, the message's 32 hexadecimal digits, `_` and the position from 0. */
export function formatDeliveryId(messageId: string, number: number): string {
  return `dlv_${messageId.replaceAll("-", "")}_${number}`;
}

export function parseDeliveryId(text: string): { messageId: string; number: number } | undefined {
  const match = /^dlv_([0-9a-f]{32})_(0|[1-9][0-9]{0,8})$/.exec(text);
  return match === null ? undefined : { messageId: withDashes(match[1]!), number: Number(match[2]) };
}

/** `evt_` and 32 hexadecimal digits. */
export function formatEventId(id: string): string {
  return `evt_${id.replaceAll("-", "")}`;
}

/** The id behind `evt_…`, or undefined when it is not of that form. */
export function parseEventId(text: string): string | undefined {
  const match = /^evt_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `aud_` and 32 hexadecimal digits. */
export function formatAudienceId(id: string): string {
  return `aud_${id.replaceAll("-", "")}`;
}

export function parseAudienceId(text: string): string | undefined {
  const match = /^aud_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `mbr_`, the audience's 32 hexadecimal digits, `_` and the member's position. */
export function formatMemberId(audienceId: string, position: number): string {
  return `mbr_${audienceId.replaceAll("-", "")}_${position}`;
}

export function parseMemberId(text: string): { audienceId: string; position: number } | undefined {
  const match = /^mbr_([0-9a-f]{32})_(0|[1-9][0-9]{0,8})$/.exec(text);
  return match === null ? undefined : { audienceId: withDashes(match[1]!), position: Number(match[2]) };
}

/** `psh_` and 32 hexadecimal digits. */
export function formatPushId(id: string): string {
  return `psh_${id.replaceAll("-", "")}`;
}

export function parsePushId(text: string): string | undefined {
  const match = /^psh_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `con_` and 32 hexadecimal digits. */
export function formatContactId(id: string): string {
  return `con_${id.replaceAll("-", "")}`;
}

/** The id behind `con_…`, or undefined when it is not of that form. */
export function parseContactId(text: string): string | undefined {
  const match = /^con_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `imp_` and 32 hexadecimal digits. */
export function formatImportId(id: string): string {
  return `imp_${id.replaceAll("-", "")}`;
}

/** The id behind `imp_…`, or undefined when it is not of that form. */
export function parseImportId(text: string): string | undefined {
  const match = /^imp_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

/** `sup_` and 32 hexadecimal digits. */
export function formatSuppressionId(id: string): string {
  return `sup_${id.replaceAll("-", "")}`;
}

export function parseSuppressionId(text: string): string | undefined {
  const match = /^sup_([0-9a-f]{32})$/.exec(text);
  return match === null ? undefined : withDashes(match[1]!);
}

function withDashes(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
