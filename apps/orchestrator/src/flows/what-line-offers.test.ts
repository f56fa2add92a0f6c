import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { verifyInbound } from "../testing/verify-inbound.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const phone = (number: number) => `+8190${12_340_000 + number}`;
const group = `C${"a".repeat(32)}`;
const friends = Array.from({ length: 120 }, (_, index) => ({
  line: "friend" as const,
  lineUserId: userId(index),
  phone: phone(index),
  notification: "consented" as const,
  demographic: { gender: index < 110 ? ("female" as const) : ("male" as const), age: 30 },
}));
const stranger = { line: "none" as const, phone: phone(900), notification: "consented" as const };
const visitor = { line: "not-friend" as const, lineUserId: userId(901), phone: phone(901) };
const blocker = { line: "blocked" as const, lineUserId: userId(902), phone: phone(902), handset: "on" as const };

const onLine = { plan: { steps: [{ channel: "line" }] } };
const byNotification = { plan: { steps: [{ channel: "line-notification" }] } };
const shipped = { type: "notification", templateKey: "shipment_completed_ja", items: [{ itemKey: "number_001_ja", content: "42" }] };
const parcel = (design: string) => ({
  type: "native",
  channel: "line-notification",
  payload: { design, messages: [{ type: "text", text: "Your parcel arrives today." }] },
});

let service: RunningService;

beforeAll(async () => {
  const settings = {
    channelAccessToken: "line-token",
    channelSecret: "line-secret",
    apiBaseUrl: "${SIMULATOR_URL}",
    dataApiBaseUrl: "${SIMULATOR_URL}",
    country: "JP",
    tier: "verified",
    notification: { flexibleDesigns: [{ name: "parcel", approved: true }, { name: "draft", approved: false }] },
  };
  service = await startService({
    environment: { LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_SECRET: "" },
    configuration: { accounts: [{ id: "line", provider: "line", settings }] },
    simulator: {
      people: [...friends, stranger, visitor, blocker],
      line: { groups: [{ groupId: group, members: 3, memberIds: [userId(1)] }] },
    },
  });
  await verifyInbound(service.url);
}, 60_000);

afterAll(() => service.close());

/** The message once it is completed, and what providers accepted meanwhile. */
async function send(body: object) {
  const before = service.simulator.ledger().length;
  const answer = await post(service.url, "/v1/messages", { ...onLine, ...body });
  expect(answer).toMatchObject({ status: 202 });
  const { id } = answer.body as { id: string };
  const message = await until(`/v1/messages/${id}`, { status: "completed" });
  const entries = service.simulator.ledger().slice(before);
  return { id, message, entries, calls: entries.map(({ endpoint }) => endpoint) };
}

/** What a path answers, once it is as expected. */
async function until(path: string, expected: object): Promise<Readonly<Record<string, unknown>>> {
  return vi.waitFor(
    async () => {
      const { body } = await get(service.url, path);
      expect(body).toMatchObject(expected);
      return body as Record<string, unknown>;
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function refusalOf(body: object): Promise<readonly string[]> {
  const answer = await post(service.url, "/v1/messages", body);
  expect(answer).toMatchObject({ status: 422 });
  return (answer.body as { errors: readonly { code: string }[] }).errors.map(({ code }) => code);
}

const to = (...ids: readonly string[]) => ({ to: ids.map((line) => ({ addresses: { line } })) });
const toPhone = (number: string) => ({ to: [{ addresses: { phone: number } }] });
const text = { text: "届け" };

/** What an official account can do, by the name that the documentation's table gives it. */
const offers: Readonly<Record<string, () => Promise<void>>> = {
  async "connect an account by its token, and try it"() {
    expect(await post(service.url, "/v1/accounts/line/probe", {})).toMatchObject({ status: 200, body: { name: expect.any(String) } });
  },
  async "learn the ids of all friends"() {
    const begun = await post(service.url, "/v1/accounts/line/followers/import", {});
    await until(begun.headers.get("location")!, { status: "completed", read: friends.length });
    await until("/v1/contacts?kind=person", { items: expect.arrayContaining([expect.anything()]) });
  },
  async "learn who writes, follows, joins"() {
    service.simulator.personWrites(visitor.lineUserId, "Hello?");
    await until(`/v1/contacts?address=${visitor.lineUserId}`, { items: [{ kind: "person" }] });
  },
  async "answer an event under its reply token, free of quota"() {
    service.simulator.personWrites(userId(2), "Are you open?");
    const { items } = await until(`/v1/inbound-events?address=${userId(2)}`, { items: [{ type: "message" }] });
    const [event] = items as readonly { id: string }[];
    expect((await send({ inReplyTo: event!.id, ...text })).calls).toEqual(["reply"]);
  },
  async "push to one person"() {
    expect((await send({ ...to(userId(1)), ...text })).calls).toEqual(["push"]);
  },
  async "push to somebody who wrote within 7 days and is no friend"() {
    service.simulator.personWrites(visitor.lineUserId, "Hello again?");
    await service.simulator.settled();
    expect((await send({ ...to(visitor.lineUserId), ...text })).calls).toEqual(["push"]);
  },
  async "push to a group or a room"() {
    expect((await send({ ...to(group), ...text })).entries).toMatchObject([{ endpoint: "push", to: [group] }]);
  },
  async "multicast the same words to up to 500 people a call, never to groups"() {
    const { calls } = await send({ ...to(...friends.map(({ lineUserId }) => lineUserId), group), ...text });
    expect(calls.toSorted()).toEqual(["multicast", "push"]);
  },
  async "narrowcast by age, gender, system, region or audience"() {
    const filter = { demographic: { type: "gender", oneOf: ["female"] } };
    const { message } = await send({ audience: { type: "line-narrowcast", filter }, ...text });
    expect(message).toMatchObject({ reach: { phase: "succeeded", target: 110 } });
  },
  async "broadcast to every friend"() {
    expect((await send({ audience: { type: "line-broadcast" }, ...text })).calls).toEqual(["broadcast"]);
  },
  async "words for each person out of a template"() {
    const content = { type: "text", text: "Hello {{ name }}", template: true };
    const people = [1, 2, 3].map((number) => ({ addresses: { line: userId(number) }, variables: { name: `${number}` } }));
    expect((await send({ to: people, content })).calls).toEqual(["push", "push", "push"]);
  },
  async "pictures, videos, sounds, places, buttons, carousels, and LINE's own objects"() {
    const content = { type: "image", url: "https://example.com/picture.jpg" };
    expect((await send({ ...to(userId(1)), content })).message).toMatchObject({ counts: { outcomes: [{ outcome: "accepted" }] } });
  },
  async "a notification out of a template, to a phone number, friend or not"() {
    const { message, calls } = await send({ ...toPhone(stranger.phone), content: shipped, ...byNotification });
    expect(calls).toEqual(["pnp-template"]);
    expect(message).toMatchObject({ counts: { outcomes: [{ outcome: "delivered", succeeded: true }] } });
  },
  async "a flexible notification of a design that LINE approved, and of no other"() {
    expect((await send({ ...toPhone(stranger.phone), content: parcel("parcel"), ...byNotification })).calls).toEqual(["pnp-flexible"]);
    expect(await refusalOf({ ...toPhone(stranger.phone), content: parcel("draft"), ...byNotification })).toHaveLength(1);
  },
  async "no marketing by notification"() {
    expect(await refusalOf({ ...toPhone(stranger.phone), content: shipped, purpose: "marketing", ...byNotification })).toContain("forbidden-purpose");
  },
  async "the notification templates of a country, with their use"() {
    const { body } = await get(service.url, "/v1/accounts/line/notification-templates");
    expect(JSON.stringify(body)).toContain("shipment_completed_ja");
  },
  async "SMS where LINE does not reach somebody"() {
    const addresses = { line: blocker.lineUserId, phone: blocker.phone };
    const { message } = await send({ to: [{ addresses }], ...text, plan: { steps: [{ channel: "line" }, { channel: "sms", validityPeriod: "PT2H" }] } });
    expect(message).toMatchObject({ counts: { outcomes: [{ outcome: "delivered", succeeded: true, channel: "sms" }] } });
  },
  async "who was attempted, accepted, failed, delivered"() {
    const { id } = await send({ ...to(userId(3)), ...text });
    await until(`/v1/messages/${id}/deliveries`, { items: [{ outcome: "accepted", succeeded: true }] });
    await until(`/v1/messages/${id}/statistics`, { steps: [{ counts: { tried: 1, accepted: 1 } }] });
  },
  async "audiences kept at LINE"() {
    const made = await post(service.url, "/v1/accounts/line/provider-audiences", { name: "Tokyo", ids: friends.map(({ lineUserId }) => lineUserId) });
    expect(made.status).toBe(202);
    await until(`/v1/accounts/line/provider-audiences/${(made.body as { id: string }).id}`, { status: "ready" });
  },
  async "what may still be sent this month"() {
    await until("/v1/accounts/line", { quota: expect.arrayContaining([expect.objectContaining({ channel: "line", unit: "person" })]) });
  },
  async "whether LINE would take a message, asked of LINE"() {
    const { status } = await post(service.url, "/v1/plans", { ...to(userId(1)), ...text, ...onLine, validate: true });
    expect(status).toBe(200);
  },
  async "whether LINE reaches the webhook address"() {
    expect(await post(service.url, "/v1/accounts/line/inbound/verify", {})).toMatchObject({ status: 200 });
  },
};

describe("LINE offers, and the service does", () => {
  it.each(Object.entries(offers))("%s", async (_name, run) => run());
});

it("the documentation's table names each of them", () => {
  const page = readFileSync(new URL("../../../../docs/line.md", import.meta.url), "utf8");
  const [, section = ""] = page.split("## What LINE offers, and the call that makes it");
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"));
  expect(rows.slice(1).map((row) => row.split(" | ")[0]!.slice(2))).toEqual(Object.keys(offers));
});
