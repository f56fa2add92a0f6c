import type { InboundAct, InboundEvent, InboundMessageEvent, JsonObject, JsonValue, Reachability } from "@todoke/core";
import { attemptIdFromTag } from "./delivery-tag.ts";
import { isJsonObject, readObjects, readText } from "./json-object.ts";

/** What an event of one type means here. */
interface EventMeaning {
  /** Whether whoever it came from can be reached by push now. */
  readonly reachability?: Reachability;
  /** Only in a chat with one person does it say so. */
  readonly onlyOneToOne?: boolean;
}

/**
 * Event types that are passed on ("Webhook event objects" in "Messaging API reference", developers.line.biz). Left out
 * are those of module channels, and all that are not known here.
 */
const meanings: ReadonlyMap<string, EventMeaning> = new Map<string, EventMeaning>([
  // Somebody who is no friend, and writes, is reached for seven days.
  ["message", { reachability: "reachable", onlyOneToOne: true }],
  ["messageEdited", {}],
  ["unsend", {}],
  ["postback", {}],
  ["follow", { reachability: "reachable" }],
  ["unfollow", { reachability: "unreachable" }],
  ["join", { reachability: "reachable" }],
  ["leave", { reachability: "unreachable" }],
  ["memberJoined", {}],
  ["memberLeft", {}],
  ["videoPlayComplete", {}],
  ["beacon", {}],
  ["accountLink", {}],
  ["membership", {}],
]);

/** One event as ours: first what it says of reachability, then itself. `destination` is the bot that it was sent to. */
export function readWebhookEvent(event: JsonObject, destination: JsonValue | undefined): readonly InboundEvent[] {
  const type = readText(event["type"]);
  const eventId = readText(event["webhookEventId"]);
  if (type === undefined || eventId === undefined || isTrial(event)) return [];
  const at = readTime(event["timestamp"]);
  if (type === "delivery") return readDelivery(event, eventId, at);

  const meaning = meanings.get(type);
  const source = isJsonObject(event["source"]) ? event["source"] : {};
  const group = readText(source["groupId"]) ?? readText(source["roomId"]);
  const address = group ?? readText(source["userId"]);
  if (meaning === undefined || address === undefined) return [];
  const about = { addressKind: "line", address, providerCode: type, at } as const;
  const replyToken = readReplyToken(event);
  const { replyToken: _, ...told } = event;
  const payload = destination === undefined ? told : { ...told, destination };
  const act = readAct(event);
  const inbound: InboundMessageEvent = {
    type: "inbound",
    eventId,
    ...about,
    payload,
    ...(act !== undefined && { act }),
    ...(group !== undefined && { party: "group" }),
    ...readMembers(event),
    ...(replyToken !== undefined && { replyToken }),
  };

  const { reachability, onlyOneToOne = false } = meaning;
  if (reachability === undefined || (onlyOneToOne && source["type"] !== "user")) return [inbound];
  return [{ type: "reachability", eventId: `${eventId}:reachability`, ...about, reachability }, inbound];
}

/** In standby another module answers. */
function readAct(event: JsonObject): InboundAct | undefined {
  return event["mode"] === "active" ? acts.get(readText(event["type"]) ?? "")?.(event) : undefined;
}

/** By event type, what somebody did. */
const acts: ReadonlyMap<string, (event: JsonObject) => InboundAct | undefined> = new Map<string, (event: JsonObject) => InboundAct | undefined>([
  ["follow", ({ follow }) => ({ type: "follow", ...(isJsonObject(follow) && typeof follow["isUnblocked"] === "boolean" && { again: follow["isUnblocked"] }) })],
  ["message", ({ message }) => {
    const text = isJsonObject(message) && message["type"] === "text" ? readText(message["text"]) : undefined;
    return text === undefined ? undefined : { type: "text", text };
  }],
  ["postback", ({ postback }) => {
    const data = isJsonObject(postback) ? readText(postback["data"]) : undefined;
    return data === undefined ? undefined : { type: "postback", data };
  }],
  ["join", () => ({ type: "join" })],
  ["memberJoined", () => ({ type: "member-joined" })],
]);

/** Who came into a group, and who left it. */
function readMembers({ type, joined, left }: JsonObject): Pick<InboundMessageEvent, "joined" | "left"> {
  if (type === "memberJoined") return { joined: userIdsIn(joined) };
  return type === "memberLeft" ? { left: userIdsIn(left) } : {};
}

function userIdsIn(list: JsonValue | undefined): readonly string[] {
  return readObjects(isJsonObject(list) ? list["members"] : undefined).flatMap(({ userId }) => readText(userId) ?? []);
}

/** A notification message can be seen by its person. The event names no user, only the tag of the call. */
function readDelivery({ delivery }: JsonObject, eventId: string, at: Date): readonly InboundEvent[] {
  const tag = isJsonObject(delivery) ? readText(delivery["data"]) : undefined;
  const attemptId = tag === undefined ? undefined : attemptIdFromTag(tag);
  if (attemptId === undefined) return [];
  return [
    { type: "evidence", eventId, correlation: { attemptId }, evidence: "delivered", providerCode: "delivery", at },
  ];
}

/** In standby another module answers: then LINE gives no token, and one that came would not be ours to spend. */
function readReplyToken({ replyToken, mode }: JsonObject): string | undefined {
  return mode === "active" ? readText(replyToken) : undefined;
}

/** What the console's button once posted to try a webhook: from nobody, under a token of zeros or of `f`s. */
function isTrial({ replyToken }: JsonObject): boolean {
  return typeof replyToken === "string" && /^(?:0{32}|f{32})$/.test(replyToken);
}

/** The time of arrival where LINE's own cannot be read. */
function readTime(timestamp: JsonValue | undefined): Date {
  const at = new Date(typeof timestamp === "number" ? timestamp : Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}
