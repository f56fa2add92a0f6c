import { describe, expect, test } from "vitest";
import type { JsonObject } from "@todoke/core";
import { deliveryTagFor } from "./delivery-tag.ts";
import { createWebhook } from "./webhook.ts";

const attemptId = "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162";
const userId = "U4af4980629cbdbb91a9c0b1f0e4d2a11";
const user = { type: "user", userId };
const group = { type: "group", groupId: "C1", userId };
const room = { type: "room", roomId: "R1" };
const at = new Date(1650591346705);
const replyToken = "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA";

const webhook = createWebhook(["secret"]);

function event(fields: JsonObject): JsonObject {
  const deliveryContext = { isRedelivery: false };
  return { webhookEventId: "01E", timestamp: at.getTime(), mode: "active", deliveryContext, ...fields };
}

function parse(...events: readonly unknown[]) {
  const body = Buffer.from(JSON.stringify({ destination: "Ubot", events }));
  return webhook.parse({ method: "POST", url: "https://example.com/line", headers: {}, body });
}

describe("each type of event", () => {
  const reachable = { type: "reachability", eventId: "01E:reachability", reachability: "reachable" };
  const ofGroup = { party: "group" };
  const unreachable = { ...reachable, reachability: "unreachable" };

  test.each<[JsonObject, string, readonly object[], object?]>([
    [{ type: "message", source: user, message: { type: "text", id: "1", text: "Hi" } }, userId, [reachable], { act: { type: "text", text: "Hi" } }],
    [{ type: "message", source: group, message: { type: "hologram", id: "1" } }, "C1", [], ofGroup],
    [{ type: "message", source: room, message: { type: "sticker", id: "1" } }, "R1", [], ofGroup],
    [{ type: "messageEdited", source: group, message: { type: "text", id: "1", text: "Hi!" } }, "C1", [], ofGroup],
    [{ type: "unsend", source: user, unsend: { messageId: "1" } }, userId, []],
    [{ type: "postback", source: user, postback: { data: "a=1", params: { date: "2026-11-21" } } }, userId, [], { act: { type: "postback", data: "a=1" } }],
    [{ type: "follow", source: user, follow: { isUnblocked: true } }, userId, [reachable], { act: { type: "follow", again: true } }],
    [{ type: "follow", source: user }, userId, [reachable], { act: { type: "follow" } }],
    [{ type: "follow", source: user, mode: "standby" }, userId, [reachable]],
    [{ type: "unfollow", source: user }, userId, [unreachable]],
    [{ type: "join", source: group }, "C1", [reachable], { ...ofGroup, act: { type: "join" } }],
    [{ type: "leave", source: group }, "C1", [unreachable], ofGroup],
    [{ type: "memberJoined", source: group, joined: { members: [user] } }, "C1", [], { ...ofGroup, joined: [userId], act: { type: "member-joined" } }],
    [{ type: "memberLeft", source: room, left: { members: [user, { type: "user" }, 7] } }, "R1", [], { ...ofGroup, left: [userId] }],
    [{ type: "videoPlayComplete", source: user, videoPlayComplete: { trackingId: "t" } }, userId, []],
    [{ type: "beacon", source: user, beacon: { hwid: "d41d8cd98f", type: "enter" } }, userId, []],
    [{ type: "accountLink", source: user, link: { result: "ok", nonce: "n" } }, userId, []],
    [{ type: "membership", source: user, membership: { type: "joined", membershipId: 1 } }, userId, []],
  ])("%j is from %s", (fields, address, before, more = {}) => {
    const sent = event(fields);
    const about = { addressKind: "line", address, providerCode: fields["type"], at };
    expect(parse(sent)).toEqual([
      ...before.map((said) => ({ ...said, ...about })),
      { type: "inbound", eventId: "01E", ...about, payload: { ...sent, destination: "Ubot" }, ...more },
    ]);
  });

  test("a delivery finds its attempt by the tag", () => {
    expect(parse(event({ type: "delivery", delivery: { data: deliveryTagFor(attemptId) } }))).toEqual([
      {
        type: "evidence",
        eventId: "01E",
        correlation: { attemptId },
        evidence: "delivered",
        providerCode: "delivery",
        at,
      },
    ]);
  });

  test("another sender's tag, a hashed number, and no tag at all are left out", () => {
    const tags = ["msg_0123456789abcdef", "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c", 7, null];
    const deliveries = tags.map((data) => event({ type: "delivery", delivery: { data } }));
    expect(parse(...deliveries, event({ type: "delivery" }))).toEqual([]);
  });
});

describe("the reply token", () => {
  const postback = { type: "postback", source: user, postback: { data: "a" }, replyToken };

  test("is handed on, also from a redelivery, which says that it is one", () => {
    const again = event({ ...postback, deliveryContext: { isRedelivery: true } });
    const read = parse(again);
    expect(read).toMatchObject([{ replyToken, payload: { deliveryContext: { isRedelivery: true } } }]);
    expect(read).not.toHaveProperty("0.payload.replyToken");
  });

  test("is not ours to use while another module answers", () => {
    const [standby] = parse(event({ ...postback, mode: "standby" }));
    expect(standby).toMatchObject({ payload: { mode: "standby" } });
    expect(standby).not.toHaveProperty("replyToken");
    expect(standby).not.toHaveProperty("payload.replyToken");
  });

  test.each(["0", "f"])("of nothing but %s belongs to nobody's message", (digit) => {
    expect(parse(event({ ...postback, replyToken: digit.repeat(32) }))).toEqual([]);
  });
});

test("what this version does not know is left out, and the rest still read", () => {
  const unknown = [
    event({ type: "hologram", source: user }),
    event({ type: "toString", source: user }),
    event({ type: "module", module: { type: "attached" } }),
    event({ type: "accountLink", link: { result: "failed", nonce: "n" } }),
    event({ type: "message", source: "user" }),
    "event",
    null,
    [],
    { type: "follow", source: user },
  ];
  expect(parse(...unknown, event({ type: "unsend", source: user }))).toHaveLength(1);
});

test("a time that cannot be read becomes the time of arrival", () => {
  const [read] = parse(event({ type: "unsend", source: user, timestamp: 1e300 }));
  expect(read?.at.getTime()).toBeGreaterThan(at.getTime());
});
