import { validateSignature } from "@line/bot-sdk";
import {
  SignatureError,
  type InboundEvent,
  type JsonObject,
  type JsonValue,
  type Reachability,
  type Webhook,
} from "@todoke/core";
import { isJsonArray, isJsonObject, parseJsonObject } from "./json-object.ts";

/**
 * Reads what LINE posts to the one webhook of an account, for both of its channels. LINE wants an answer within two
 * seconds, sends copies, and keeps no order: store the events, answer, and drop those whose `eventId` is known.
 */
export function createWebhook(channelSecrets: readonly string[]): Webhook {
  return {
    verify: ({ headers, body }) => {
      const signature = headers["x-line-signature"];
      if (signature === undefined) throw new SignatureError("The header x-line-signature is missing");
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      // Every secret is tried, so that the time taken does not tell which one fits.
      const valid = channelSecrets.filter((secret) => validateSignature(bytes, secret, signature)).length > 0;
      if (!valid)
        throw new SignatureError("The signature fits no channel secret: check the secret and pass the raw body");
    },
    parse: ({ body }) => {
      const events = parseJsonObject(Buffer.from(body).toString("utf8"))?.["events"];
      return isJsonArray(events) ? events.filter(isJsonObject).flatMap(readEvent) : [];
    },
  };
}

interface DatedEvent {
  readonly event: JsonObject;
  readonly type: string;
  readonly eventId: string;
  readonly at: Date;
}

type EventReader = (dated: DatedEvent) => readonly InboundEvent[];

/** Event types that mean something here ("Webhook event objects", developers.line.biz); all others are left out. */
const readers: ReadonlyMap<string, EventReader> = new Map([
  ["delivery", readDelivery],
  ["follow", (dated) => readReachability(dated, "reachable")],
  ["unfollow", (dated) => readReachability(dated, "unreachable")],
  ["message", readInbound],
  ["postback", readInbound],
]);

function readEvent(event: JsonObject): readonly InboundEvent[] {
  const { type, webhookEventId: eventId, timestamp } = event;
  if (typeof type !== "string" || typeof eventId !== "string") return [];
  return readers.get(type)?.({ event, type, eventId, at: readTime(timestamp) }) ?? [];
}

/** The time of arrival where LINE's own cannot be read. */
function readTime(timestamp: JsonValue | undefined): Date {
  const at = new Date(typeof timestamp === "number" ? timestamp : Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** A notification message can be seen by its person. The event names no user, only the tag of the call. */
function readDelivery({ event, type, eventId, at }: DatedEvent): readonly InboundEvent[] {
  const tag = isJsonObject(event["delivery"]) ? event["delivery"]["data"] : undefined;
  const attemptId = typeof tag === "string" ? attemptIdFromTag(tag) : undefined;
  if (attemptId === undefined) return [];
  return [{ type: "evidence", eventId, correlation: { attemptId }, evidence: "delivered", providerCode: type, at }];
}

function readReachability(
  { event, type, eventId, at }: DatedEvent,
  reachability: Reachability,
): readonly InboundEvent[] {
  const address = isJsonObject(event["source"]) ? event["source"]["userId"] : undefined;
  if (typeof address !== "string") return [];
  return [{ type: "reachability", eventId, addressKind: "line", address, reachability, providerCode: type, at }];
}

function readInbound({ event, type, eventId, at }: DatedEvent): readonly InboundEvent[] {
  const source = isJsonObject(event["source"]) ? event["source"] : {};
  const address = source["groupId"] ?? source["roomId"] ?? source["userId"];
  if (typeof address !== "string") return [];
  return [{ type: "inbound", eventId, addressKind: "line", address, providerCode: type, payload: event, at }];
}

/** The attempt's id without its dashes: 32 characters, within the 16 to 100 that LINE takes. */
export function deliveryTagFor(attemptId: string): string {
  return attemptId.replaceAll("-", "").toLowerCase();
}

/** Undefined for tags of other senders, and for the hashed number that LINE gives where no tag was sent. */
function attemptIdFromTag(tag: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tag);
  return parts?.slice(1).join("-");
}
