import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const friend = `U${"1".repeat(32)}`;
const stranger = `U${"2".repeat(32)}`;

let service: RunningService;

beforeAll(async () => {
  service = await startService({
    simulator: {
      people: [
        { line: "friend", lineUserId: friend, phone: "+819011111111" },
        { line: "not-friend", lineUserId: stranger, phone: "+819022222222", handset: "on" },
      ],
    },
  });
});

afterAll(() => service.close());

interface Message {
  readonly id: string;
  readonly status: string;
  readonly counts: { readonly outcomes: readonly object[] };
}

async function submit(body: object): Promise<Message> {
  const { status, body: message } = await post(service.url, "/v1/messages", body);
  expect({ status, message }).toMatchObject({ status: 202 });
  return message as Message;
}

async function completed(id: string): Promise<Message> {
  return vi.waitFor(
    async () => {
      const { body } = await get(service.url, `/v1/messages/${id}`);
      expect(body).toMatchObject({ status: "completed" });
      return body as Message;
    },
    { timeout: 20_000, interval: 50 },
  );
}

describe("POST /v1/messages", () => {
  it("accepts the shortest message, says where to look, and sends it", async () => {
    const answer = await post(service.url, "/v1/messages", { to: [{ addresses: { line: friend } }], text: "hello" });
    const { id } = answer.body as Message;
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/v1/messages/${id}`);
    expect(answer.body).toMatchObject({ content: { type: "text", text: "hello" }, counts: { recipients: 1 } });
    expect((await completed(id)).counts.outcomes).toEqual([{ outcome: "accepted", succeeded: true, channel: "line", count: 1 }]);
    expect(service.simulator.ledger().filter(({ to }) => to.includes(friend))).toHaveLength(1);
  });

  it("keeps every character of a text as it was sent", async () => {
    const text = "届け 👩‍👩‍👧‍👦 \u0001 e\u0301 {{ braces }}";
    const { id } = await submit({ to: [{ addresses: { line: friend } }], text });
    expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ content: { text } });
  });

  it("goes over to SMS for a person whom LINE does not reach, and shows both steps", async () => {
    const { id } = await submit({
      reference: "order-42",
      to: [
        { reference: "friend", addresses: { line: friend, phone: "+819011111111" } },
        { reference: "stranger", addresses: { line: stranger, phone: "+819022222222" } },
      ],
      text: "hello",
      platform: { entityId: "shop" },
    });
    expect((await completed(id)).counts).toMatchObject({ recipients: 2, final: 2, duplicateContacts: 0 });

    const { body: page } = await get(service.url, `/v1/messages/${id}/deliveries`);
    expect(page).toMatchObject({
      items: [
        { reference: "friend", outcome: "accepted", channel: "line", succeeded: true },
        { reference: "stranger", outcome: "delivered", channel: "sms", succeeded: true },
      ],
    });
    const [, strangers] = (page as { items: { id: string }[] }).items;
    const { body: delivery } = await get(service.url, `/v1/deliveries/${strangers?.id}`);
    const types = (delivery as { timeline: { type: string }[] }).timeline.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["submitted", "lookup", "attempt", "evidence", "final"]));

    for (const [schema, answer] of Object.entries({ DeliveryPage: page, DeliveryDetail: delivery })) {
      expect(answerErrors(schema, answer)).toEqual([]);
    }
  });
});

describe("lists", () => {
  it("go from page to page without leaving one out, and end", async () => {
    const sent = [await submit(toFriend("page-1")), await submit(toFriend("page-2")), await submit(toFriend("page-3"))];
    const seen: string[] = [];
    let path: string | undefined = "/v1/messages?limit=2";
    while (path !== undefined) {
      const { body } = await get(service.url, path);
      const { items, nextCursor } = body as { items: Message[]; nextCursor?: string };
      seen.push(...items.map(({ id }) => id));
      path = nextCursor && `/v1/messages?limit=2&cursor=${nextCursor}`;
    }
    expect(seen.slice(0, 3)).toEqual(sent.map(({ id }) => id).toReversed());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("of messages can be narrowed to the one of a reference, which no second message gets", async () => {
    const { id } = await submit(toFriend("narrowed"));
    expect((await get(service.url, "/v1/messages?reference=narrowed")).body).toMatchObject({ items: [{ id }] });
    const second = await post(service.url, "/v1/messages", toFriend("narrowed"));
    expect(second).toMatchObject({
      status: 409,
      body: { code: "reference-in-use", messageId: id, errors: [{ pointer: "/reference", code: "reference-in-use" }] },
    });
    expect(JSON.stringify(second.body)).not.toContain("hello");
    expect(answerErrors("Problem", second.body)).toEqual([]);
  });

  it("of messages can be narrowed to those of a tenant or an application of the caller's own", async () => {
    const { id: both } = await submit({ ...toFriend("tenant-1"), platform: { entityId: "north", applicationId: "shop" } });
    const { id: other } = await submit({ ...toFriend("tenant-2"), platform: { entityId: "south", applicationId: "shop" } });
    const idsOf = async (query: string) => ((await get(service.url, `/v1/messages?${query}`)).body as { items: Message[] }).items.map(({ id }) => id);
    expect(await idsOf("entityId=north")).toEqual([both]);
    expect(await idsOf("applicationId=shop")).toEqual([other, both]);
    expect(await idsOf("entityId=south&applicationId=shop")).toEqual([other]);
    expect(await idsOf("entityId=nobody")).toEqual([]);
  });

  it("of deliveries can be narrowed to those that did not succeed", async () => {
    const { id } = await submit({ to: [{ addresses: { line: friend } }, { addresses: { line: friend } }], text: "twice" });
    await completed(id);
    const { body } = await get(service.url, `/v1/messages/${id}/deliveries?succeeded=false`);
    expect(body).toMatchObject({ items: [{ outcome: "skipped", succeeded: false }] });
    expect((body as { items: object[] }).items).toHaveLength(1);
  });
});

describe("POST /v1/plans", () => {
  it("explains each recipient's steps and writes nothing", async () => {
    const before = (await get(service.url, "/v1/messages?reference=explained")).body;
    const { status, body } = await post(service.url, "/v1/plans", {
      reference: "explained",
      to: [{ addresses: { phone: "+819033333333" } }],
      text: "hello",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      plan: { source: "default", steps: [{ channel: "line" }, { channel: "sms" }] },
      recipients: [{ index: 0, steps: [{ channel: "line", verdict: "skip", reason: "no-address" }, { channel: "sms", verdict: "use" }] }],
    });
    expect(answerErrors("PlanExplanation", body)).toEqual([]);
    expect((await get(service.url, "/v1/messages?reference=explained")).body).toEqual(before);
  });
});

describe("answers", () => {
  it("are what the OpenAPI document says", async () => {
    const { id } = await submit({ ...toFriend("described"), plan: { steps: [{ channel: "line" }] } });
    const problem = await post(service.url, "/v1/messages", { to: [] });
    const answers = {
      Message: (await get(service.url, `/v1/messages/${id}`)).body,
      MessagePage: (await get(service.url, "/v1/messages")).body,
      Problem: problem.body,
      ServiceStatus: (await get(service.url, "/readyz")).body,
    };
    for (const [schema, answer] of Object.entries(answers)) expect({ schema, errors: answerErrors(schema, answer) }).toEqual({ schema, errors: [] });
    expect(problem.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  });
});

describe("the service's own endpoints", () => {
  it("say that it lives and can work", async () => {
    expect(await get(service.url, "/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await get(service.url, "/readyz")).toMatchObject({ status: 200, body: { status: "ready" } });
  });

  it("show a page with every endpoint, refusal and schema, that loads nothing", async () => {
    const { headers, body } = await get(service.url, "/docs");
    const page = String(body);
    const { body: document } = await get(service.url, "/openapi.json");
    const { paths, components } = document as { paths: object; components: { schemas: object } };
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    for (const path of Object.keys(paths)) expect(page).toContain(path);
    for (const name of Object.keys(components.schemas)) expect(page).toContain(`id="schema-${name}"`);
    expect(page).toContain('id="malformed-request"');
    expect(page).not.toMatch(/<(script|link|img|iframe)|url\(|@import|src=/);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`);
  });
});

function toFriend(reference: string) {
  return { reference, to: [{ addresses: { line: friend } }], text: "hello" };
}
