import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { testKey } from "../testing/test-key.ts";

const dayMs = 86_400_000;
const friends = Array.from({ length: 3 }, (_, index) => ({ line: "friend" as const, lineUserId: `U${index.toString(16).padStart(32, "0")}` }));
const stranger = { lineUserId: `U${"f".repeat(32)}`, phone: "+819012345678" };

interface Statistics {
  readonly rows: readonly { readonly group: Record<string, string>; readonly deliveries: Record<string, number>; readonly attempts: Record<string, number>; readonly costs: readonly object[] }[];
  readonly totals: object;
}

describe.each(oneTestDatabase)("statistics of all messages on $name", ({ environment, drop }) => {
  let service: RunningService;
  let from: string;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: [...friends, { line: "blocked", ...stranger }] } });
    from = new Date(Date.now() - dayMs).toISOString();
    const toAll = [...friends.map(({ lineUserId }) => ({ addresses: { line: lineUserId } })), { addresses: { line: stranger.lineUserId, phone: stranger.phone } }];
    await send({ to: toAll, platform: { entityId: "=HYPERLINK(\"shop\")" } });
    await send({ to: [{ addresses: { phone: stranger.phone } }], purpose: "alert", platform: { entityId: "shop, 2" } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function send(body: object): Promise<void> {
    const answer = await post(service.url, "/v1/messages", { text: "Hello", ...body });
    expect(answer).toMatchObject({ status: 202 });
    const { id } = answer.body as { id: string };
    await vi.waitFor(async () => expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ status: "completed" }), { timeout: 20_000, interval: 50 });
  }
  const ask = (query: string) => get(service.url, `/v1/statistics?from=${from}&${query}`);

  it("tells by channel and account what became of deliveries and calls", async () => {
    const { status, body } = await ask("groupBy=channel,account");
    expect(status).toBe(200);
    const { rows } = body as Statistics;
    expect(rows.map(({ group, deliveries, attempts }) => [group, deliveries["succeeded"], attempts["accepted"], attempts["delivered"]])).toEqual([
      [{ channel: "line", account: "line" }, 3, 3, null],
      [{ channel: "sms", account: "twilio" }, 2, 2, 2],
    ]);
    expect(body).toMatchObject({ clock: "acceptance", timeZone: "UTC", totals: { deliveries: { recipients: 5, succeeded: 5 }, attempts: { attempted: 5, delivered: 2 } } });
  });

  it("is narrowed, and tells totals alone", async () => {
    const { body } = await ask("purpose=alert&clock=attempt");
    expect(body).toMatchObject({ rows: [], totals: { deliveries: null, attempts: { attempted: 1, accepted: 1 } } });
    expect((await ask(`entityId=${encodeURIComponent("shop, 2")}`)).body).toMatchObject({ totals: { deliveries: { recipients: 1 } } });
  });

  it.each([
    ["format=csv", "application/json"],
    ["", "text/csv"],
  ])("is CSV with %j and accept %s", async (format, accept) => {
    const answer = await fetch(`${service.url}/v1/statistics?from=${from}&groupBy=entityId,channel&${format}`, { headers: { authorization: `Bearer ${testKey}`, accept } });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [header, ...rows] = (await answer.text()).trim().split("\r\n");
    expect(header).toMatch(/^entityId,channel,deliveries\.recipients,deliveries\.open,.*,attempts\.attempted,.*,attempts\.delivered,attempts\.read,opened,clicked$/);
    expect(rows.map((row) => /^(".*"),(\w+),(\d+),/.exec(row)!.slice(1))).toEqual([
      [`"'=HYPERLINK(""shop"")"`, "line", "3"],
      [`"'=HYPERLINK(""shop"")"`, "sms", "1"],
      ['"shop, 2"', "sms", "1"],
    ]);
  });

  it("is JSON for whoever takes that too", async () => {
    const answer = await fetch(`${service.url}/v1/statistics?from=${from}`, { headers: { authorization: `Bearer ${testKey}`, accept: "application/json, text/csv;q=0.9" } });
    expect(answer.headers.get("content-type")).toContain("application/json");
  });

  it.each([
    ["groupBy=channel,colour", "groupBy"],
    ["timeZone=Mars/Olympus", "timeZone"],
    ["clock=wall", "clock"],
    ["message=msg_1", "message"],
    ["until=2001-01-01T00:00:00Z", "until"],
  ])("refuses %s", async (query, parameter) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: "malformed-request", errors: [{ parameter }] } });
  });

  it.each([
    ["from=2026-01-01T00:00:00Z&until=2026-03-01T00:00:00Z", "until"],
    ["from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", "until"],
    ["from=2099-01-01T00:00:00Z", "from"],
    ["from=0001-01-01T00:00:00Z&until=0001-01-02T00:00:00Z", "from"],
    ["groupBy=channel", "from"],
  ])("refuses a time that is none, or too long: %s", async (query, parameter) => {
    expect(await get(service.url, `/v1/statistics?${query}`)).toMatchObject({ status: 400, body: { code: "malformed-request", errors: [{ parameter }] } });
  });

  it("takes a month of 31 days in a zone that changes its clocks", async () => {
    const answer = await get(service.url, "/v1/statistics?from=2026-10-01T00:00:00%2B02:00&until=2026-11-01T00:00:00%2B01:00&groupBy=day&timeZone=Europe/Berlin");
    expect(answer).toMatchObject({ status: 200, body: { rows: [], totals: { deliveries: { recipients: 0 }, attempts: { attempted: 0, delivered: 0 }, costs: [] } } });
  });
});
