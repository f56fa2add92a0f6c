import type { LineEvent } from "../line/events/line-event.ts";
import { isObject } from "../json.ts";
import { listOf, matching, number, object, oneOf, recordOf, required, text, whole, type Check } from "./check.ts";
import { lineUserId } from "./person.ts";

export const lineGroupId = matching(/^[CR][0-9a-f]{32}$/, "C or R and 32 lower-case hex digits");

export const groupTraits = { members: required(whole(0)), name: text, memberIds: listOf(lineUserId) };

const type = required(text);
const scene = { type, userId: lineUserId, groupId: lineGroupId, mode: oneOf(["active", "standby"]) };

/** An object whose `type` decides which of these it has to be. */
function byType(checks: Readonly<Record<string, Check>>): Check {
  const typeCheck = oneOf(Object.keys(checks));
  return (value, field) => {
    const name = isObject(value) ? value["type"] : undefined;
    typeCheck(name, `${field}.type`);
    checks[String(name)]?.(value, field);
  };
}

const written = byType({
  text: object({ type, text: required(text), quotedMessageId: text }),
  sticker: object({ type, packageId: required(text), stickerId: required(text) }),
  image: object({ type }),
  video: object({ type, duration: required(number(0)) }),
  audio: object({ type, duration: required(number(0)) }),
  file: object({ type, fileName: required(text), fileSize: required(whole(0)) }),
  location: object({
    type,
    title: text,
    address: text,
    latitude: required(number(-90, 90)),
    longitude: required(number(-180, 180)),
  }),
});

const members = required(listOf(lineUserId));

const eventCheck = byType({
  message: object({ ...scene, message: required(written) }),
  messageEdited: object({ ...scene, message: required(object({ id: required(text), text: required(text) })) }),
  unsend: object({ ...scene, unsend: required(object({ messageId: required(text) })) }),
  join: object({ ...scene, group: object(groupTraits) }),
  leave: object(scene),
  memberJoined: object({ ...scene, members }),
  memberLeft: object({ ...scene, members }),
  postback: object({ ...scene, postback: required(object({ data: required(text), params: recordOf("any", text) })) }),
  videoPlayComplete: object({ ...scene, videoPlayComplete: required(object({ trackingId: required(text) })) }),
  beacon: object({
    ...scene,
    beacon: required(object({ hwid: required(text), type: required(oneOf(["enter", "banner", "stay"])), dm: text })),
  }),
  accountLink: object({
    ...scene,
    link: required(object({ result: required(oneOf(["ok", "failed"])), nonce: required(text) })),
  }),
  membership: object({
    ...scene,
    membership: required(
      object({ type: required(oneOf(["joined", "left", "renewed"])), membershipId: required(whole(0)) }),
    ),
  }),
});

const eventsCheck = listOf(eventCheck);

export function assertLineEvents(value: unknown, field = "events"): asserts value is LineEvent[] {
  eventsCheck(value, field);
}
