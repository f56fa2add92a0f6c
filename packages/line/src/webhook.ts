import { validateSignature } from "@line/bot-sdk";
import {
  SignatureError,
  type InboundEvent,
  type JsonObject,
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
      if (!valid) throw new SignatureError("The signature fits no channel secret: check the secret and pass the raw body");
    },
    parse: ({ body }) => {
      const events = parseJsonObject(Buffer.from(body).toString("utf8"))?.["events"];
      return isJsonArray(events) ? events.filter(isJsonObject).flatMap(readEvent) : [];
    },
  };
}

type EventReader = (event: JsonObject, eventId: string, at: Date) => readonly InboundEvent[];

/** Event types that mean something here ("Webhook event objects", developers.line.biz); all others are left out. */
const readers: Readonly<Record<string, EventReader>> = {
  delivery: readDelivery,
  follow: (event, eventId, at) => readReachability(event, eventId, at, "reachable"),
  unfollow: (event, eventId, at) => readReachability(event, eventId, at, "unreachable"),
  message: readInbound,
  postback: readInbound,
};

function readEvent(event: JsonObject): readonly InboundEvent[] {
  const { type, webhookEventId, timestamp } = event;
  if (typeof type !== "string" || !Object.hasOwn(readers, type) || typeof webhookEventId !== "string") return [];
  const at = new Date(typeof timestamp === "number" ? timestamp : Number.NaN);
  return readers[type]?.(event, webhookEventId, Number.isNaN(at.getTime()) ? new Date() : at) ?? [];
}

/** A notification message can be seen by its person. The event names no user, only the tag of the call. */
function readDelivery(event: JsonObject, eventId: string, at: Date): readonly InboundEvent[] {
  const tag = isJsonObject(event["delivery"]) ? event["delivery"]["data"] : undefined;
  const attemptId = typeof tag === "string" ? attemptIdFromTag(tag) : undefined;
  if (attemptId === undefined) return [];
  return [{ type: "evidence", eventId, correlation: { attemptId }, evidence: "delivered", providerCode: "delivery", at }];
}

function readReachability(event: JsonObject, eventId: string, at: Date, reachability: Reachability): readonly InboundEvent[] {
  const userId = isJsonObject(event["source"]) ? event["source"]["userId"] : undefined;
  if (typeof userId !== "string") return [];
  const providerCode = String(event["type"]);
  return [{ type: "reachability", eventId, addressKind: "line", address: userId, reachability, providerCode, at }];
}

function readInbound(event: JsonObject, eventId: string, at: Date): readonly InboundEvent[] {
  const source = isJsonObject(event["source"]) ? event["source"] : {};
  const address = source["groupId"] ?? source["roomId"] ?? source["userId"];
  if (typeof address !== "string") return [];
  const providerCode = String(event["type"]);
  return [{ type: "inbound", eventId, addressKind: "line", address, providerCode, payload: event, at }];
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
