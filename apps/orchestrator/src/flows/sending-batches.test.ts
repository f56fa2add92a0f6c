import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const phone = (index: number) => `+8190${12_340_000 + index}`;
const people = Array.from({ length: 200 }, (_, index) => ({ phone: phone(index), handset: "on" as const }));
const toPhone = (index: number, parts: object = {}) => ({ to: [{ addresses: { phone: phone(index) } }], text: "hello", ...parts });
const tooDeep = JSON.parse(`${"[".repeat(70)}${"]".repeat(70)}`) as unknown;

interface Result {
  readonly status: number;
  readonly message?: { readonly id: string; readonly reference?: string };
  readonly problem?: { readonly code: string; readonly messageId?: string; readonly errors?: readonly { readonly pointer: string }[] };
}

describe.each(oneTestDatabase)("a batch on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const send = (messages: unknown, headers?: Record<string, string>) => post(service.url, "/v1/messages/batch", { messages }, headers);
  const resultsOf = (body: unknown) => (body as { results: readonly Result[] }).results;
  const countMessages = async () => ((await get(service.url, "/v1/messages?limit=1000")).body as { items: object[] }).items.length;
  const smsTo = (index: number) => service.simulator.ledger().filter(({ to }) => to.includes(phone(index))).length;

  it("answers each message by itself, in order, and lets none stop another", async () => {
    const answer = await send([
      toPhone(0, { reference: "batch-first" }),
      toPhone(1, { colour: "red" }),
      null,
      toPhone(2, { text: "a\0b" }),
      toPhone(3, { plan: { steps: [{ channel: "pigeon" }] } }),
      { ...toPhone(4), to: [{ addresses: { phone: phone(4) } }, { addresses: { phone: "call me" } }] },
      toPhone(5, { text: "あ".repeat(50_000) }),
      toPhone(6, { reference: "batch-first" }),
      toPhone(7, { text: undefined, content: { type: "native", channel: "sms", payload: { a: tooDeep } } }),
      toPhone(8, { reference: "batch-last" }),
    ]);
    expect(answer.status).toBe(200);
    expect(answerErrors("MessageBatchAnswer", answer.body)).toEqual([]);
    const results = resultsOf(answer.body);
    const first = results[0]!.message!.id;
    expect(results.map(({ status, message, problem }) => [status, message?.reference ?? problem?.code, problem?.errors?.[0]?.pointer])).toEqual([
      [202, "batch-first", undefined],
      [400, "malformed-request", "/messages/1/colour"],
      [400, "malformed-request", "/messages/2"],
      [400, "malformed-request", "/messages/3/text"],
      [422, "invalid-request", "/messages/4/plan/steps/0/channel"],
      [422, "invalid-request", "/messages/5/to/1/addresses/phone"],
      [422, "invalid-request", "/messages/6/text"],
      [409, "reference-in-use", "/messages/7/reference"],
      [400, "malformed-request", expect.stringMatching(/^\/messages\/8\/content\/payload\/a(\/0)+$/)],
      [202, "batch-last", undefined],
    ]);
    expect(results[7]!.problem).toMatchObject({ messageId: first });
    await vi.waitFor(() => expect([smsTo(0), smsTo(8)]).toEqual([1, 1]), { timeout: 20_000, interval: 50 });
    expect([1, 2, 3, 4, 5, 6, 7].map(smsTo)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("is carried out once under its key, and all of it is answered as at first", async () => {
    const key = { "idempotency-key": "batch-1" };
    const batch = [...Array.from({ length: 98 }, (_, index) => toPhone(100 + index)), toPhone(199, { colour: "red" }), toPhone(198)];
    const before = await countMessages();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(batch, key)));
    const given = answers.filter(({ status }) => status === 200);
    const [first] = given;
    expect(given.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).every(({ status, body }) => status === 409 && (body as { code: string }).code === "idempotency-key-in-use")).toBe(true);
    expect(resultsOf(first!.body).map(({ status }) => status)).toEqual(batch.map((_, index) => (index === 98 ? 400 : 202)));
    const again = await send(batch, key);
    expect(again).toMatchObject({ status: 200, body: first!.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await send(batch.toReversed(), key)).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    expect(await countMessages()).toBe(before + 99);
    const called = Array.from({ length: 99 }, (_, index) => ({ index: 100 + index, sms: () => smsTo(100 + index) }));
    await vi.waitFor(() => expect(called.filter(({ sms }) => sms() === 0)).toEqual([]), { timeout: 60_000, interval: 100 });
    expect(called.filter(({ sms }) => sms() !== 1)).toEqual([]);
  }, 90_000);

  it("of which nothing was accepted leaves its key free", async () => {
    const key = { "idempotency-key": "batch-2" };
    expect(resultsOf((await send([toPhone(10, { colour: "red" })], key)).body)).toMatchObject([{ status: 400 }]);
    expect(resultsOf((await send([toPhone(10)], key)).body)).toMatchObject([{ status: 202 }]);
  });

  it("is refused as a whole where it is none or too large", async () => {
    const before = await countMessages();
    const many = (count: number) => ({ to: Array.from({ length: count }, () => ({ addresses: { phone: phone(0) } })), text: "hello" });
    const refusals = [
      [{ messages: [] }, "/messages", "wrong-count"],
      [{ messages: Array(101).fill(toPhone(0)) }, "/messages", "wrong-count"],
      [{ messages: toPhone(0) }, "/messages", "wrong-type"],
      [{ messages: [toPhone(0)], colour: "red" }, "/colour", "unknown-field"],
      [{ messages: [many(6_000), many(4_001)] }, "/messages", "too-many-recipients"],
      [[toPhone(0)], "", "wrong-type"],
    ] as const;
    for (const [body, pointer, code] of refusals) {
      const answer = await post(service.url, "/v1/messages/batch", body);
      expect(answer).toMatchObject({ status: 400, body: { code: "malformed-request", errors: [{ pointer, code }] } });
    }
    expect(await send([toPhone(0, { text: "a".repeat(5_000_000) })])).toMatchObject({ status: 413 });
    expect(await countMessages()).toBe(before);
  });
});
