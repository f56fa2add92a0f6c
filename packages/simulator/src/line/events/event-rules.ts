import { InvalidInputError } from "../../validation/check.ts";
import type { LineEvent } from "./line-event.ts";

export type Place = "user" | "group" | "room";

interface EventRule {
  /** Where it can happen. */
  readonly places: readonly Place[];
  readonly hasReplyToken: boolean;
}

const everywhere: readonly Place[] = ["user", "group", "room"];
const chats: readonly Place[] = ["group", "room"];

/** "Messaging API reference", Webhook event objects. */
export const eventRules: Readonly<Record<LineEvent["type"], EventRule>> = {
  message: { places: everywhere, hasReplyToken: true },
  messageEdited: { places: ["group"], hasReplyToken: true },
  unsend: { places: everywhere, hasReplyToken: false },
  join: { places: chats, hasReplyToken: true },
  leave: { places: chats, hasReplyToken: false },
  memberJoined: { places: chats, hasReplyToken: true },
  memberLeft: { places: chats, hasReplyToken: false },
  postback: { places: everywhere, hasReplyToken: true },
  videoPlayComplete: { places: ["user"], hasReplyToken: true },
  beacon: { places: ["user"], hasReplyToken: true },
  accountLink: { places: ["user"], hasReplyToken: true },
  membership: { places: ["user"], hasReplyToken: true },
};

export function placeOf({ groupId }: LineEvent): Place {
  if (groupId === undefined) return "user";
  return groupId.startsWith("C") ? "group" : "room";
}

/** Throws `InvalidInputError` for an event that LINE does not report of such a place. */
export function assertPlace(event: LineEvent): void {
  const { places } = eventRules[event.type];
  if (!places.includes(placeOf(event))) {
    throw new InvalidInputError("groupId", describe(event.type, places));
  }
  if (placeOf(event) === "user" && event.userId === undefined) throw new InvalidInputError("userId", "is missing");
}

function describe(type: LineEvent["type"], places: readonly Place[]): string {
  const chatPlaces = places.filter((place) => place !== "user");
  return chatPlaces.length === 0 ? `must be absent from ${type}` : `of ${type} must be that of a ${chatPlaces.join(" or ")}`;
}
