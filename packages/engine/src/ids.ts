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

function withDashes(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
