import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const dayMs = 24 * 60 * 60 * 1000;

const people = Array.from({ length: 120 }, (_, index) => ({
  line: "friend" as const,
  lineUserId: `U${index.toString(16).padStart(32, "0")}`,
  phone: `+8190${12_340_000 + index}`,
}));

const everybody = people.map(({ lineUserId: line, phone }) => ({ addresses: { line, phone } }));
const withLink = {
  type: "buttons",
  text: "届け",
  buttons: [{ label: "See", url: "https://example.com/summer" }],
};

interface Statistics {
  readonly steps: readonly Record<string, unknown>[];
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function send(body: object): Promise<{ readonly id: string; readonly plan: { readonly steps: readonly { readonly statisticsUnit?: string }[]; readonly notes: readonly { readonly code: string }[] } }> {
    const answer = await post(service.url, "/v1/messages", { content: withLink, ...body });
    expect(answer).toMatchObject({ status: 202 });
    const { id } = answer.body as { id: string };
    await vi.waitFor(
      async () => expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ status: "completed" }),
      { timeout: 20_000, interval: 50 },
    );
    return answer.body as Awaited<ReturnType<typeof send>>;
  }
  const statisticsOf = async (id: string) => (await get(service.url, `/v1/messages/${id}/statistics`)).body as Statistics;

  it("gives a message to many a name of its own, under which LINE tells opens and clicks", async () => {
    const { id, plan } = await send({ to: everybody, plan: { steps: [{ channel: "line" }, { channel: "sms" }], reachability: "assume" } });
    const unit = plan.steps[0]!.statisticsUnit;
    expect(unit).toMatch(/^s1_[A-Za-z0-9]{22}$/);
    expect(plan.notes.map(({ code }) => code)).toContain("statistics-unit");
    expect(plan.steps[1]).not.toHaveProperty("statisticsUnit");
    expect(await statisticsOf(id)).toEqual({
      message: id,
      steps: [
        {
          step: 0,
          channel: "line",
          account: "line",
          counts: { recipients: 120, tried: 120, accepted: 120, delivered: 0, read: 0 },
          unit,
          delivered: null,
          opened: 60,
          clicked: null,
          links: [],
          reason: "not-counted-yet",
          askedAt: expect.any(String),
        },
        expect.objectContaining({ channel: "sms", opened: null, reason: "not-offered", counts: expect.objectContaining({ tried: 0 }) }),
      ],
    });
  });

  it("adds up under the caller's name what several messages say", async () => {
    for (let sent = 0; sent < 2; sent += 1) {
      const { plan } = await send({ to: everybody, statistics: { unit: "summer_2026" }, plan: { steps: [{ channel: "line" }] } });
      expect(plan.steps[0]!.statisticsUnit).toBe("summer_2026");
    }
    const { id } = await send({ to: everybody.slice(0, 3), statistics: { unit: "summer_2026" }, plan: { steps: [{ channel: "line" }] } });
    expect((await statisticsOf(id)).steps[0]).toMatchObject({
      counts: { accepted: 3 },
      unit: "summer_2026",
      opened: 121,
      clicked: 24,
      links: [{ url: "https://example.com/summer", clicked: 24 }],
    });
  });

  it("says why there is nothing to tell of a message to a few", async () => {
    const { id, plan } = await send({ to: everybody.slice(0, 3), plan: { steps: [{ channel: "line" }] } });
    expect(plan.steps[0]).not.toHaveProperty("statisticsUnit");
    expect((await statisticsOf(id)).steps[0]).toMatchObject({ reason: "no-unit", opened: null, askedAt: null, counts: { accepted: 3 } });
  });

  it("asks about a broadcast by its request", async () => {
    const { id } = await send({ audience: { type: "line-broadcast" } });
    expect((await statisticsOf(id)).steps).toMatchObject([{ counts: { tried: 1 }, delivered: 120, opened: 60, clicked: null }]);
  });

  it("asks once for what it is asked several times", async () => {
    const { id } = await send({ audience: { type: "line-broadcast" } });
    const before = service.simulator.statistics().endpoints["insight-message"].requests;
    const first = await statisticsOf(id);
    for (let asked = 0; asked < 5; asked += 1) expect(await statisticsOf(id)).toEqual(first);
    expect(service.simulator.statistics().endpoints["insight-message"].requests - before).toBe(1);
  });

  it("shows an account's day, and that today is not ready", async () => {
    const today = new Date(Date.now() + 9 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const { body } = await get(service.url, `/v1/accounts/line/statistics?date=${today}`);
    expect(body).toMatchObject({ account: "line", date: today, status: "unready", counts: {} });
    service.simulator.advanceClock(dayMs);
    const yesterday = new Date(Date.now() + 9 * 60 * 60 * 1000 - dayMs).toISOString().slice(0, 10);
    expect((await get(service.url, `/v1/accounts/line/statistics?date=${yesterday}`)).body).toMatchObject({
      status: "ready",
      counts: { apiPush: expect.any(Number), chat: null },
    });
  });

  it.each([
    ["/v1/accounts/line/statistics", 400],
    ["/v1/accounts/line/statistics?date=2026-02-30", 400],
    ["/v1/accounts/line/statistics?date=20260201", 400],
    ["/v1/accounts/twilio/statistics?date=2026-02-01", 404],
    ["/v1/accounts/nobody/statistics?date=2026-02-01", 404],
    [`/v1/messages/msg_${"0".repeat(32)}/statistics`, 404],
  ])("answers %s with %i", async (path, status) => {
    expect(await get(service.url, path)).toMatchObject({ status });
  });

  it.each([
    ["a name with a hyphen", { statistics: { unit: "summer-2026" } }, "/statistics/unit"],
    ["a name where nothing is added up", { statistics: { unit: "a" }, plan: { steps: [{ channel: "sms" }] } }, "/statistics/unit"],
    ["a name for a broadcast", { statistics: { unit: "a" }, to: undefined, audience: { type: "line-broadcast" } }, "/statistics/unit"],
  ])("refuses %s", async (_name, body, pointer) => {
    const answer = await post(service.url, "/v1/messages", { text: "届け", to: everybody.slice(0, 1), ...body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ pointer })] } });
  });

  it("asks LINE whether it takes the content, and points into the request", async () => {
    const body = { to: everybody.slice(0, 2), text: "届け", validate: true };
    expect((await post(service.url, "/v1/plans", body)).body).toMatchObject({
      validation: { distinct: 1, asked: 1, unanswered: 0, problems: [] },
    });
    const refusal = { message: "The request body has 1 error(s)", details: [{ message: "Not this", property: "messages[0].text" }] };
    const addRefusal = () => service.simulator.addFault({ endpoint: "validate", fault: { kind: "status", status: 400, body: refusal } });
    addRefusal();
    expect((await post(service.url, "/v1/plans", body)).body).toMatchObject({
      validation: { problems: [{ pointer: "/text", code: "refused-by-line", detail: "Not this", step: 0, recipient: 0 }] },
    });
    service.simulator.clearFaults();
    addRefusal();
    const steps = [{ channel: "line", content: { type: "text", text: "届け" } }, { channel: "sms" }];
    expect((await post(service.url, "/v1/plans", { ...body, plan: { steps } })).body).toMatchObject({
      validation: { problems: [{ pointer: "/plan/steps/0/content/text" }] },
    });
    service.simulator.clearFaults();
  });

  it("asks about the first 20 payloads of a personalised message, and says so", async () => {
    const to = everybody.slice(0, 30).map((recipient, index) => ({ ...recipient, variables: { number: index } }));
    const content = { type: "text", text: "Number {{ number }}", template: true };
    const { body } = await post(service.url, "/v1/plans", { to, content, validate: true });
    expect(body).toMatchObject({ validation: { distinct: 30, asked: 20, unanswered: 0, problems: [] } });
  });
});
