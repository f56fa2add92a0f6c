import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const group = `C${"a".repeat(32)}`;
const onLine = { steps: [{ channel: "line" }] };
const picture = "https://example.com/picture.jpg";
const open = { label: "Open", url: "https://example.com/" };
const native = (...messages: readonly object[]) => ({ type: "native", channel: "line", payload: { messages } });
const bubble = { type: "bubble", body: { type: "box", layout: "vertical", contents: [{ type: "text", text: "届け" }] } };
const uri = { type: "uri", label: "Open", uri: "https://example.com/" };
const area = { x: 0, y: 0, width: 520, height: 1040 };

/** Every kind of message that LINE takes, as callers write it. */
const contents: readonly (readonly [string, object])[] = [
  ["text", { type: "text", text: "届け" }],
  ["a picture", { type: "image", url: picture }],
  ["a video", { type: "video", url: "https://example.com/video.mp4", previewUrl: picture }],
  ["a sound", { type: "audio", url: "https://example.com/sound.m4a", durationMs: 3_000 }],
  ["a place", { type: "location", title: "Todoke", address: "Tokyo", latitude: 35.68, longitude: 139.76 }],
  ["buttons", { type: "buttons", text: "Choose", buttons: [open, { label: "Yes", text: "yes" }, { label: "No", postback: "answer=no" }] }],
  ["a carousel", { type: "carousel", altText: "Cards", cards: [{ text: "One", buttons: [open] }, { text: "Two", buttons: [open] }] }],
  ["text with emoji", native({ type: "text", text: "$ 届け", emojis: [{ index: 0, productId: "5ac1bfd5040ab15980c9b435", emojiId: "001" }] })],
  ["textV2 with emoji", native({ type: "textV2", text: "{smile}", substitution: { smile: { type: "emoji", productId: "5ac1bfd5040ab15980c9b435", emojiId: "001" } } })],
  ["a sticker", native({ type: "sticker", packageId: "446", stickerId: "1988" })],
  ["an imagemap", native({ type: "imagemap", baseUrl: "https://example.com/map", altText: "Map", baseSize: { width: 1040, height: 1040 }, actions: [{ type: "uri", linkUri: "https://example.com/", area }] })],
  ["a question", native({ type: "template", altText: "Question", template: { type: "confirm", text: "Sure?", actions: [uri, uri] } })],
  ["an image carousel", native({ type: "template", altText: "Pictures", template: { type: "image_carousel", columns: [{ imageUrl: picture, action: uri }] } })],
  ["flex", native({ type: "flex", altText: "Flex", contents: bubble })],
  ["a coupon", native({ type: "coupon", couponId: "01JYNW8JMQVFBNWF1APF8Z3FS7" })],
  ["quick replies and a sender", native({ type: "text", text: "届け", sender: { name: "Shop" }, quickReply: { items: [{ type: "action", action: { type: "message", label: "Yes", text: "yes" } }] } })],
  ["five objects at once", native(...["1", "2", "3", "4", "5"].map((text) => ({ type: "text", text })))],
];

/** What LINE would refuse, and where the caller is told to look. */
const refusals: readonly (readonly [string, object, string])[] = [
  ["text of 5,001 characters", { type: "text", text: "あ".repeat(5_001) }, "/content/text"],
  ["a picture without https", { type: "image", url: "http://example.com/a.jpg" }, "/content/url"],
  ["five buttons", { type: "buttons", text: "Choose", buttons: [open, open, open, open, open] }, "/content/buttons/4"],
  ["a button's long label", { type: "buttons", text: "Choose", buttons: [{ ...open, label: "x".repeat(21) }] }, "/content/buttons/0/label"],
  ["eleven cards", { type: "carousel", altText: "Cards", cards: Array.from({ length: 11 }, () => ({ text: "One", buttons: [open] })) }, "/content/cards/10"],
  ["six objects", native(...["1", "2", "3", "4", "5", "6"].map((text) => ({ type: "text", text }))), "/content/payload/messages/5"],
  ["fourteen quick replies", native({ type: "text", text: "届け", quickReply: { items: Array.from({ length: 14 }, () => ({ type: "action", action: uri })) } }), "/content/payload/messages/0/quickReply/items/13"],
  ["a payload of another channel", { type: "native", channel: "line-notification", payload: {} }, "/content/channel"],
  ["a notification", { type: "notification", templateKey: "shipment_completed_ja" }, "/content/type"],
];

let service: RunningService;

beforeAll(async () => {
  service = await startService({
    simulator: {
      people: [1, 2, 3].map((number) => ({ line: "friend", lineUserId: userId(number), phone: `+8190${12_340_000 + number}` })),
      line: { groups: [{ groupId: group, members: 5, memberIds: [userId(1)] }] },
    },
  });
}, 60_000);

afterAll(() => service.close());

async function send(to: readonly string[], content: object): Promise<void> {
  const body = { to: to.map((line) => ({ addresses: { line } })), content, plan: onLine };
  const answer = await post(service.url, "/v1/messages", body);
  expect(answer).toMatchObject({ status: 202 });
  const { id } = answer.body as { id: string };
  await vi.waitFor(
    async () => {
      const outcomes = [{ outcome: "accepted", succeeded: true, channel: "line", count: to.length }];
      expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ status: "completed", counts: { outcomes } });
    },
    { timeout: 20_000, interval: 50 },
  );
}

describe("LINE carries", () => {
  it.each(contents)("%s", async (_name, content) => {
    await send([userId(1)], content);
  });

  it("a mention, in a group", async () => {
    const everyone = { type: "mention", mentionee: { type: "all" } };
    await send([group], native({ type: "textV2", text: "{everyone} 届け", substitution: { everyone } }));
  });

  it("the same words to friends by multicast, and to their group by push", async () => {
    const before = service.simulator.ledger().length;
    await send([userId(1), group, userId(2), userId(3)], { type: "text", text: "届け" });
    const calls = service.simulator.ledger().slice(before).map(({ endpoint, to }) => `${endpoint} to ${to.length}`);
    expect(calls.toSorted()).toEqual(["multicast to 3", "push to 1"]);
  });
});

describe("before the call, with a pointer, the service refuses", () => {
  it.each(refusals)("%s", async (_name, content, pointer) => {
    const body = { to: [{ addresses: { line: userId(1) } }], content, plan: onLine };
    const answer = await post(service.url, "/v1/messages", body);
    expect(answer).toMatchObject({ status: 422 });
    const { errors } = answer.body as { errors: readonly { pointer: string }[] };
    expect(errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe("the plan says", () => {
  it("what a channel cannot carry", async () => {
    const content = { type: "location", title: "Todoke", address: "Tokyo", latitude: 35.68, longitude: 139.76 };
    const plan = { steps: [{ channel: "line" }, { channel: "sms" }] };
    const to = [{ addresses: { line: userId(1), phone: "+819012340001" } }];
    const { body } = await post(service.url, "/v1/plans", { to, content, plan });
    const { steps } = (body as { plan: { steps: readonly { lost: readonly string[] }[] } }).plan;
    expect(steps[0]!.lost).toEqual([]);
    expect(steps[1]!.lost).not.toEqual([]);
  });
});
