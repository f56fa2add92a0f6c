import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver } from "../../testing/callback-receiver.ts";
import { blocker, friend, lineCast, writer } from "../../testing/cast.ts";
import { hello, postToLine, pushPath } from "../../testing/line-request.ts";
import { lineClient } from "../../testing/official-clients.ts";
import { isSignedByLine } from "../../testing/signatures.ts";
import type { LineEvent } from "./line-event.ts";

const group = `C${"1".repeat(32)}`;
const room = `R${"2".repeat(32)}`;
let simulator: Simulator;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startSimulator({
    people: lineCast,
    line: { webhookUrl: receiver.url, groups: [{ groupId: group, members: 2, memberIds: [friend, writer] }] },
  });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

type Received = Readonly<Record<string, unknown>>;

/** The events of the last webhook, once all have arrived. */
async function lastEvents(): Promise<readonly Received[]> {
  await simulator.settled();
  const webhook = receiver.received.at(-1);
  expect(webhook && isSignedByLine(webhook)).toBe(true);
  return (JSON.parse(webhook?.body ?? "") as { events: Received[] }).events;
}

async function raise(event: LineEvent): Promise<Received | undefined> {
  simulator.raiseLineEvents(event);
  return (await lastEvents())[0];
}

const messageId = expect.stringMatching(/^\d{18}$/) as string;
const quoteToken = expect.any(String) as string;
const fromFriend = { type: "user", userId: friend };
const inGroup = { type: "group", groupId: group };

const answerable: readonly (readonly [LineEvent, Received])[] = [
  [
    { type: "message", userId: friend, message: { type: "sticker", packageId: "446", stickerId: "1988" } },
    { source: fromFriend, message: { type: "sticker", stickerId: "1988", stickerResourceType: "STATIC", id: messageId, quoteToken } },
  ],
  [
    { type: "message", userId: friend, message: { type: "image" } },
    { source: fromFriend, message: { type: "image", contentProvider: { type: "line" }, id: messageId, quoteToken } },
  ],
  [
    { type: "message", groupId: group, message: { type: "file", fileName: "menu.pdf", fileSize: 9 } },
    { source: inGroup, message: { type: "file", fileName: "menu.pdf", id: messageId } },
  ],
  [
    { type: "messageEdited", groupId: group, userId: friend, message: { id: "42", text: "Better" } },
    { source: { ...inGroup, userId: friend }, message: { type: "text", id: "42", text: "Better", quoteToken } },
  ],
  [
    { type: "postback", userId: friend, postback: { data: "buy=1", params: { date: "2026-12-01" } } },
    { source: fromFriend, postback: { data: "buy=1", params: { date: "2026-12-01" } } },
  ],
  [
    { type: "join", groupId: room },
    { source: { type: "room", roomId: room } },
  ],
  [
    { type: "memberJoined", groupId: group, members: [blocker] },
    { source: inGroup, joined: { members: [{ type: "user", userId: blocker }] } },
  ],
  [
    { type: "videoPlayComplete", userId: friend, videoPlayComplete: { trackingId: "spring" } },
    { source: fromFriend, videoPlayComplete: { trackingId: "spring" } },
  ],
  [
    { type: "beacon", userId: friend, beacon: { hwid: "d41d8cd98f", type: "enter" } },
    { source: fromFriend, beacon: { hwid: "d41d8cd98f", type: "enter" } },
  ],
  [
    { type: "accountLink", userId: friend, link: { result: "ok", nonce: "n" } },
    { source: fromFriend, link: { result: "ok", nonce: "n" } },
  ],
  [
    { type: "membership", userId: friend, membership: { type: "renewed", membershipId: 3 } },
    { source: fromFriend, membership: { type: "renewed", membershipId: 3 } },
  ],
];

test.each(answerable)("%o arrives as LINE posts it, and can be answered", async (event, expected) => {
  const received = await raise(event);

  expect(received).toMatchObject({
    type: event.type,
    mode: "active",
    webhookEventId: expect.stringMatching(/^[0-9A-Z]{26}$/),
    deliveryContext: { isRedelivery: false },
    timestamp: expect.any(Number),
    ...expected,
  });
  const messages = [{ type: "text" as const, text: "Yes." }];
  await lineClient(simulator).replyMessage({ replyToken: String(received?.["replyToken"]), messages });
  expect(simulator.ledger()).toMatchObject([{ endpoint: "reply", to: [event.groupId ?? event.userId] }]);
});

test.each<readonly [LineEvent, Received]>([
  [{ type: "unsend", userId: friend, unsend: { messageId: "42" } }, { unsend: { messageId: "42" } }],
  [{ type: "leave", groupId: group }, { source: inGroup }],
  [{ type: "memberLeft", groupId: group, members: [writer] }, { left: { members: [{ type: "user", userId: writer }] } }],
  [{ type: "message", userId: friend, mode: "standby", message: { type: "text", text: "Hi" } }, { mode: "standby" }],
  [{ type: "accountLink", userId: friend, link: { result: "failed", nonce: "n" } }, { link: { result: "failed", nonce: "n" } }],
])("%o cannot be answered", async (event, expected) => {
  const received = await raise(event);

  expect(received).toMatchObject(expected);
  expect(received).not.toHaveProperty("replyToken");
});

test("a failed account link tells of nobody", async () => {
  const received = await raise({ type: "accountLink", userId: friend, link: { result: "failed", nonce: "n" } });

  expect(received).not.toHaveProperty("source");
});

test("several events arrive in one webhook, each with its own id", async () => {
  const message = { type: "text", text: "Hi" } as const;
  simulator.raiseLineEvents({ type: "message", userId: friend, message }, { type: "message", userId: writer, message });
  const events = await lastEvents();

  expect(events).toMatchObject([{ source: { userId: friend } }, { source: { userId: writer } }]);
  expect(new Set(events.map((event) => event["webhookEventId"])).size).toBe(2);
  expect(receiver.received).toHaveLength(1);
});

test("a group can be pushed to from joining until leaving, and costs as many as are in it", async () => {
  const push = async () => (await postToLine(simulator, pushPath, { to: room, messages: [hello] })).status;
  const before = await push();
  await raise({ type: "join", groupId: room, group: { members: 4 } });
  await raise({ type: "memberJoined", groupId: room, members: [blocker] });
  const during = await push();
  await raise({ type: "leave", groupId: room });

  expect([before, during, await push()]).toEqual([400, 200, 400]);
  expect(await lineClient(simulator).getMessageQuotaConsumption()).toEqual({ totalUsage: 5 });
});

test("the same webhook can come twice by a fault, byte for byte", async () => {
  simulator.addFault({ endpoint: "webhook", to: friend, fault: { kind: "callbacks", copies: 2 } });
  simulator.personWrites(writer, "Hi");
  simulator.personWrites(friend, "Hi");
  const received = await receiver.arrived(3);

  const ofFriend = received.map(({ body }) => body).filter((body) => body.includes(friend));
  expect(ofFriend).toHaveLength(2);
  expect(new Set(ofFriend).size).toBe(1);
});

test.each<readonly [LineEvent, string]>([
  [{ type: "videoPlayComplete", groupId: group, videoPlayComplete: { trackingId: "x" } }, "groupId must be absent"],
  [{ type: "join" }, "groupId of join must be that of a group or room"],
  [{ type: "messageEdited", groupId: room, message: { id: "1", text: "x" } }, "groupId of messageEdited must be that of a group"],
  [{ type: "postback", postback: { data: "x" } }, "userId is missing"],
  [{ type: "unsend", userId: "Aiko", unsend: { messageId: "1" } }, "events[0].userId must be"],
])("%o is refused by its field", (event, message) => {
  expect(() => simulator.raiseLineEvents(event)).toThrow(message);
});

test("events can be raised from another process", async () => {
  const response = await fetch(`${simulator.url}/simulator/line-events`, {
    method: "POST",
    body: JSON.stringify([{ type: "leave", groupId: group }]),
  });

  expect(response.status).toBe(204);
  expect(await lastEvents()).toMatchObject([{ type: "leave", source: inGroup }]);
});
