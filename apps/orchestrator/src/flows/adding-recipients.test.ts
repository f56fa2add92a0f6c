import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { type Answer, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { withTestKey } from "../testing/test-key.ts";
import { testDatabases } from "../testing/test-databases.ts";

const lineUserId = (index: number) => `U${index.toString(16).padStart(32, "0")}`;
const phone = (index: number) => `+8190${12_340_000 + index}`;
const people = Array.from({ length: 600 }, (_, index) => ({ line: "friend" as const, lineUserId: lineUserId(index), phone: phone(index) }));
const ndjson = (some: readonly object[]) => some.map((each) => `${JSON.stringify(each)}\n`).join("");
const recipients = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => ({ addresses: { line: lineUserId(from + index) } }));

describe.each(testDatabases)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function open(body: object = {}): Promise<string> {
    const plan = { steps: [{ channel: "line" }] };
    const answer = await post(service.url, "/v1/messages", { open: true, text: "届け", plan, ...body });
    expect(answer).toMatchObject({ status: 202, body: { status: "open", counts: { recipients: 0 } } });
    return (answer.body as { id: string }).id;
  }

  function add(id: string, body: string, query = "", type = "application/x-ndjson"): Promise<Answer> {
    return post(service.url, `/v1/messages/${id}/recipients${query}`, body, { "content-type": type });
  }

  it("sends to everybody who came as NDJSON and as CSV", async () => {
    const id = await open({ content: { type: "text", text: "Hi {{ name }}", template: true }, text: undefined });
    const lines = ndjson([
      { reference: "a", addresses: { line: lineUserId(0) }, variables: { name: "Aiko" } },
      { reference: "b", addresses: { line: lineUserId(1) }, variables: { name: "Ren" }, timeZone: "Asia/Tokyo", locale: "ja" },
    ]);
    const added = await add(id, lines, "?part=1");
    expect(added).toMatchObject({ status: 200, body: { part: "1", lines: 2, taken: 2, refused: 0, isComplete: true, refusedLines: [] } });
    expect(answerErrors("RecipientPart", added.body)).toEqual([]);
    const csv = `\uFEFFreference,line,variables.name,timeZone\r\nc,${lineUserId(2)},"Haru, ""the"" third",Asia/Tokyo\r\n\r\nd,${lineUserId(3)},Yui,\r\ne,${lineUserId(0)},Aiko,\r\n`;
    expect(await add(id, csv, "?part=2", "text/csv; charset=utf-8")).toMatchObject({ status: 200, body: { lines: 3, taken: 3, refused: 0 } });
    const parts = await get(service.url, `/v1/messages/${id}/recipients`);
    expect(parts.body).toMatchObject({ items: [{ part: "1" }, { part: "2" }] });
    expect(answerErrors("RecipientPartPage", parts.body)).toEqual([]);

    const start = () => fetch(`${service.url}/v1/messages/${id}/start`, { method: "POST", headers: { ...withTestKey, "Idempotency-Key": "start-1" } });
    const first = await start();
    const text = await first.text();
    expect([first.status, answerErrors("Message", JSON.parse(text))]).toEqual([200, []]);
    const again = await start();
    expect([await again.text(), again.headers.get("idempotent-replayed")]).toEqual([text, "true"]);
    const completed = await completedMessage(id);
    expect(completed).toMatchObject({
      startedAt: expect.any(String),
      counts: { recipients: 5, outcomes: [{ outcome: "accepted", count: 4 }, { outcome: "skipped", count: 1 }] },
    });
    const pushed = service.simulator.ledger().flatMap(({ to }) => to);
    expect(pushed.toSorted()).toEqual([0, 1, 2, 3].map(lineUserId));
  });

  async function completedMessage(id: string): Promise<unknown> {
    return vi.waitFor(async () => {
      const { body } = await get(service.url, `/v1/messages/${id}`);
      expect(body).toMatchObject({ status: "completed" });
      return body;
    }, { timeout: 20_000, interval: 50 });
  }

  it("says which lines it left out and why", async () => {
    const id = await open();
    const body = [
      JSON.stringify(recipients(0, 1)[0]), "", "{ nobody", "[]", '{"addresses":{}}', '{"addresses":{"line":"aiko"}}', '{"addresses":{"phone":"+819012345678"},"age":7}',
      '{"addresses":{"phone":"+819012345678"},"variables":{"__proto__":{}}}', '{"addresses":{"phone":"+819012345678"},"variables":{"a":"\\u0000"}}',
    ].join("\n");
    const { body: part } = await add(id, body);
    expect(part).toMatchObject({ lines: 8, taken: 1, refused: 7 });
    const reasons = (part as { refusedLines: { line: number; problems: { pointer: string; code: string }[] }[] }).refusedLines;
    expect(reasons.map(({ line, problems: [problem] }) => [line, problem!.pointer, problem!.code])).toEqual([
      [2, "", "not-json"], [3, "", "wrong-type"], [4, "/addresses", "malformed"], [5, "/addresses/line", "malformed-address"],
      [6, "/age", "unknown-field"], [7, "", "not-json"], [8, "/variables/a", "unstorable-text"],
    ]);
    const page = await get(service.url, `/v1/messages/${id}/recipients/refused?limit=5`);
    expect(answerErrors("RefusedLinePage", page.body)).toEqual([]);
    const cursor = encodeURIComponent((page.body as { nextCursor: string }).nextCursor);
    expect(await get(service.url, `/v1/messages/${id}/recipients/refused?cursor=${cursor}`)).toMatchObject({ body: { items: [{ line: 7 }, { line: 8 }] } });
    expect(await add(id, body)).toMatchObject({ status: 200, body: part as object });
  });

  it("goes on after a connection that was cut", async () => {
    const id = await open();
    const all = recipients(0, 600).concat(recipients(10_000, 12_500));
    const connection = request(`${service.url}/v1/messages/${id}/recipients`, { method: "POST", headers: { ...withTestKey, "content-type": "application/x-ndjson" } });
    connection.on("error", () => undefined);
    connection.write(ndjson(all.slice(0, 2_900)));
    const stored = await vi.waitFor(async () => {
      const { body } = await get(service.url, `/v1/messages/${id}/recipients`);
      expect(body).toMatchObject({ items: [{ part: "recipients", lines: 2_000, isComplete: false }] });
      return body;
    }, { timeout: 20_000, interval: 20 });
    expect(await post(service.url, `/v1/messages/${id}/pause`, {})).toMatchObject({ status: 409, body: { code: "not-started" } });
    connection.destroy();
    await new Promise((resolve) => connection.once("close", resolve));
    expect((await get(service.url, `/v1/messages/${id}/recipients`)).body).toEqual(stored);
    const whole = await add(id, ndjson(all));
    expect(whole).toMatchObject({ status: 200, body: { lines: 3_100, taken: 3_100, isComplete: true } });
    expect(await add(id, ndjson(all.slice(2_000)), "?firstLine=2001")).toEqual({ ...whole, headers: expect.anything() });
    expect(await get(service.url, `/v1/messages/${id}`)).toMatchObject({ body: { counts: { recipients: 3_100, scheduled: 3_100 } } });
    expect(await post(service.url, `/v1/messages/${id}/cancel`, {})).toMatchObject({ body: { status: "cancelled", counts: { final: 3_100 } } });
  });

  const good = ndjson(recipients(0, 3));
  it.each([
    ["JSON", "application/json", "{}", "", 415, "unsupported-media-type"],
    ["a bad line, where none is allowed", "application/x-ndjson", `${good}nobody\n`, "?onBadLine=refuse", 422, "invalid-request"],
    ["a line after those that there are", "application/x-ndjson", good, "?firstLine=7", 422, "invalid-request"],
    ["nobody", "application/x-ndjson", "\n", "", 422, "invalid-request"],
    ["a question that nobody knows", "application/x-ndjson", good, "?chunk=7", 400, "malformed-request"],
    ["an endless line", "application/x-ndjson", "a".repeat(300_000), "", 400, "malformed-request"],
    ["no header", "text/csv", `${phone(0)},c-17\n`, "", 422, "invalid-request"],
    ["a header without addresses", "text/csv", "reference,locale\na,ja\n", "", 422, "invalid-request"],
    ["a column twice", "text/csv", "phone,phone\n1,2\n", "", 422, "invalid-request"],
    ["a quote that is never closed", "text/csv", `phone,reference\n${phone(0)},"c-17\n`, "", 400, "malformed-request"],
  ])("refuses %s", async (_what, type, body, query, status, code) => {
    const id = await open();
    const answer = await add(id, body, query, type);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answerErrors("Problem", answer.body)).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain(phone(0));
  });

  it("points at the line and the row where it stopped", async () => {
    const id = await open();
    const line = { line: 4, pointer: "", code: "not-json" };
    expect(await add(id, `${good}nobody\n`, "?onBadLine=refuse")).toMatchObject({ body: { errors: [line] } });
    expect(await add(id, `phone\n${phone(1)}\n${phone(2)},x\n`, "?part=csv", "text/csv")).toMatchObject({
      body: { taken: 1, refusedLines: [{ line: 2, problems: [{ code: "wrong-cell-count" }] }] },
    });
    const latin = Buffer.concat([Buffer.from('{"addresses":{"phone":"+819012345678"},"reference":"'), Buffer.from([0xe9]), Buffer.from('"}\n')]);
    const answer = await fetch(`${service.url}/v1/messages/${id}/recipients?part=latin`, { method: "POST", headers: { ...withTestKey, "content-type": "text/csv" }, body: latin });
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ code: "not-utf-8" }] }]);
  });

  it("answers a refusal to who is still sending", async () => {
    const id = await open();
    await add(id, good);
    const long = ndjson(recipients(0, 100_000));
    expect(await add(id, long)).toMatchObject({ status: 409, body: { code: "part-differs" } });
    expect(await add(`msg_${"0".repeat(32)}`, long)).toMatchObject({ status: 404 });
    expect(await get(service.url, "/healthz")).toMatchObject({ status: 200 });
  });
});
