import { distortCallbacks } from "../../callbacks/distort-callbacks.ts";
import type { CallbackStep } from "../../callbacks/callback-step.ts";
import type { LineChannel } from "../line-channel.ts";
import { assertPlace, eventRules, placeOf } from "./event-rules.ts";
import type { LineEvent, WrittenMessage } from "./line-event.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Lets things happen, and posts them in one webhook. Throws `InvalidInputError` for what cannot happen there. */
export function raiseLineEvents(line: LineChannel, events: readonly LineEvent[]): void {
  events.forEach(assertPlace);
  const bodies = events.map((event) => {
    applyEffect(line, event);
    return describe(line, event);
  });
  postEvents(line, bodies, events.flatMap(({ userId, groupId }) => [userId ?? [], groupId ?? []].flat()));
}

/** Posts events that happen now, as `webhook` faults want it; `addresses` are those of whom they tell. */
export function postEvents(line: LineChannel, events: readonly Fields[], addresses: readonly string[]): void {
  const { callbacks, clock, faults, random } = line.simulation;
  const stamped = events.map((event) => line.webhook.stamp(event));
  const steps: readonly CallbackStep[] = [{ dueAt: clock.now(), build: () => line.webhook.callback(stamped) }];
  const fault = faults.takeCallbackFault("webhook", () => addresses);
  callbacks.schedule(fault === undefined ? steps : distortCallbacks(steps, fault, random));
}

/** What changes on LINE with an event. */
function applyEffect(line: LineChannel, event: LineEvent): void {
  const { groups, simulation } = line;
  const { userId = "", groupId = "" } = event;
  const isFromStranger = event.type === "message" && groupId === "";
  if (isFromStranger && simulation.people.byLineUserId(userId)?.line === "not-friend") {
    simulation.people.change(userId, { line: "wrote-recently" });
  }
  if (event.type === "join") groups.join({ members: 1, ...event.group, groupId });
  if (event.type === "leave") groups.leave(groupId);
  if (event.type === "memberJoined") event.members.forEach((member) => groups.addMember(groupId, member));
  if (event.type === "memberLeft") event.members.forEach((member) => groups.removeMember(groupId, member));
}

function describe(line: LineChannel, event: LineEvent): Fields {
  const { type, mode = "active", userId, groupId } = event;
  const hasFailed = type === "accountLink" && event.link.result === "failed";
  const chat = groupId ?? userId;
  const canReply = eventRules[type].hasReplyToken && mode === "active" && !hasFailed && chat !== undefined;
  return {
    type,
    mode,
    ...(!hasFailed && { source: sourceOf(event) }),
    ...(canReply && { replyToken: line.replyTokens.issue(chat) }),
    ...payloadOf(line, event),
  };
}

function sourceOf(event: LineEvent): Fields {
  const { userId, groupId } = event;
  const place = placeOf(event);
  const user = userId === undefined ? {} : { userId };
  return place === "user" ? { type: "user", ...user } : { type: place, [`${place}Id`]: groupId, ...user };
}

function payloadOf(line: LineChannel, event: LineEvent): Fields {
  switch (event.type) {
    case "message":
      return { message: completed(line, event.message) };
    case "messageEdited": {
      const message = { type: "text", ...event.message };
      return { message: { ...line.messageIds.assign([message])[0], ...message } };
    }
    case "memberJoined":
      return { joined: { members: event.members.map(asUser) } };
    case "memberLeft":
      return { left: { members: event.members.map(asUser) } };
    case "join":
    case "leave":
      return {};
    default: {
      // What is left of the event is its payload, under the name that LINE gives it.
      const { type: _type, mode: _mode, userId: _userId, groupId: _groupId, ...payload } = event;
      return payload;
    }
  }
}

const asUser = (userId: string) => ({ type: "user", userId });

/** What LINE adds to a message by its type. */
const additions: Readonly<Partial<Record<WrittenMessage["type"], Fields>>> = {
  sticker: { stickerResourceType: "STATIC" },
  image: { contentProvider: { type: "line" } },
  video: { contentProvider: { type: "line" } },
  audio: { contentProvider: { type: "line" } },
};

function completed(line: LineChannel, message: WrittenMessage): Fields {
  return { ...message, ...additions[message.type], ...line.messageIds.assign([message])[0] };
}
