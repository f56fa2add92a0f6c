import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { withTestKey } from "../testing/test-key.ts";

const lineUserId = `U${"1".repeat(32)}`;
const hello = { to: [{ reference: "c-1", addresses: { line: lineUserId } }], text: "hello", plan: { steps: [{ channel: "line" }] } };

interface Message {
  readonly id: string;
}

describe.each(testDatabases)("a repeated request on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: [{ line: "friend", lineUserId }] } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const send = (key: string, body: unknown = hello) => post(service.url, "/v1/messages", body, { "idempotency-key": key });
  const idsOf = (body: unknown) => (body as { items: readonly Message[] }).items.map(({ id }) => id);
  const allIds = async () => idsOf((await get(service.url, "/v1/messages?limit=1000")).body);

  async function completed(id: string): Promise<unknown> {
    return vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/messages/${id}`);
        expect(body).toMatchObject({ status: "completed" });
        return body;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  it("is answered shortly where that is asked for, the first time and again", async () => {
    const shortly = (headers: Record<string, string>) => post(service.url, "/v1/messages", hello, { prefer: "return=minimal", ...headers });
    const first = await shortly({ "idempotency-key": "short" });
    const { id } = first.body as Message;
    expect(first).toMatchObject({ status: 202, body: { id, status: "sending" } });
    expect(answerErrors("AcceptedMessage", first.body)).toEqual([]);
    const again = await shortly({ "idempotency-key": "short" });
    expect(again.body).toEqual(first.body);
    expect(["preference-applied", "idempotent-replayed", "location"].map((name) => again.headers.get(name))).toEqual(["return=minimal", "true", `/v1/messages/${id}`]);
    const whole = await send("short");
    expect(whole.body).toMatchObject({ id, counts: { recipients: 1 } });
    expect(whole.headers.get("preference-applied")).toBeNull();
    const unkeyed = await shortly({});
    expect(answerErrors("AcceptedMessage", unkeyed.body)).toEqual([]);
    expect(unkeyed.headers.get("location")).toBe(`/v1/messages/${(unkeyed.body as Message).id}`);
    await Promise.all([completed(id), completed((unkeyed.body as Message).id)]);
  });

  it("gets the answer of the first, however it is written and whatever has become of the message", async () => {
    const reachedBefore = service.simulator.ledger().length;
    const first = await send("order-1");
    const { id } = first.body as Message;
    expect(first).toMatchObject({ status: 202, body: { counts: { recipients: 1 } } });
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(answerErrors("Message", first.body)).toEqual([]);
    await completed(id);
    const { plan, text, to } = hello;
    const second = await send('"order-1"', JSON.stringify({ text, plan, to }, undefined, 2));
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect(["idempotent-replayed", "location", "content-type"].map((name) => second.headers.get(name))).toEqual([
      "true",
      `/v1/messages/${id}`,
      first.headers.get("content-type"),
    ]);
    const reached = service.simulator.ledger().filter(({ to: people }) => people.includes(lineUserId)).length;
    expect(reached).toBe(reachedBefore + 1);
  });

  it("makes one message of a hundred that come at once", async () => {
    const before = await allIds();
    const answers = await Promise.all(Array.from({ length: 100 }, () => send("at-once")));
    const accepted = answers.filter(({ status }) => status === 202);
    const busy = answers.filter(({ status }) => status === 409);
    expect(accepted.length + busy.length).toBe(100);
    expect(accepted.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    expect(new Set(accepted.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const { body, headers } of busy) {
      expect(body).toMatchObject({ code: "idempotency-key-in-use", status: 409 });
      expect(headers.get("retry-after")).toBe("1");
    }
    expect(await allIds()).toEqual([(accepted[0]!.body as Message).id, ...before]);
    expect(await send("at-once")).toMatchObject({ status: 202, body: accepted[0]!.body });
  });

  it("is refused where the key stands for another, and where it is none", async () => {
    await send("another");
    const before = await allIds();
    const other = await send("another", { ...hello, text: "hello again" });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused", status: 422 } });
    expect(JSON.stringify(other.body)).not.toContain("hello");
    const none = await send("two words");
    expect(none).toMatchObject({ status: 400, body: { code: "malformed-request", errors: [{ header: "Idempotency-Key", code: "malformed" }] } });
    for (const { body } of [other, none]) expect(answerErrors("Problem", body)).toEqual([]);
    expect(await allIds()).toEqual(before);
  });

  it("can be corrected under its key as long as it was refused", async () => {
    const nowhere = { ...hello, plan: { steps: [{ channel: "pigeon" }] } };
    expect(await send("corrected", nowhere)).toMatchObject({ status: 422, body: { code: "invalid-request" } });
    expect(await send("corrected", { ...hello, colour: "red" })).toMatchObject({ status: 400 });
    expect(await send("corrected")).toMatchObject({ status: 202 });
  });

  it("is answered before its reference is found in use", async () => {
    const first = await send("referenced", { ...hello, reference: "order-7" });
    expect(await send("referenced", { ...hello, reference: "order-7" })).toMatchObject({ status: 202, body: first.body });
    const { id } = first.body as Message;
    expect(await send("referenced-2", { ...hello, reference: "order-7" })).toMatchObject({ status: 409, body: { code: "reference-in-use", messageId: id } });
  });

  it("finds the message whose answer nobody got, also after a restart", async () => {
    const before = await allIds();
    const body = JSON.stringify({ ...hello, reference: "lost" });
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nauthorization: ${withTestKey.authorization}\r\ncontent-type: application/json\r\nidempotency-key: lost\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    socket.once("data", () => socket.destroy());
    const [id] = await vi.waitFor(async () => {
      const ids = idsOf((await get(service.url, "/v1/messages?reference=lost")).body);
      expect(ids).toHaveLength(1);
      return ids;
    });
    await service.restart();
    const repeated = await send("lost", { ...hello, reference: "lost" });
    expect(repeated).toMatchObject({ status: 202, body: { id, reference: "lost" } });
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    expect(await allIds()).toEqual([id, ...before]);
  });
});
