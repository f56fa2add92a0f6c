import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { noEnvironmentAccounts, simulatedAccounts } from "../testing/simulated-accounts.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const monthlyQuota = 8;
const keepQuota = 2;

const people = Array.from({ length: 8 }, (_, index) => ({
  line: "friend" as const,
  lineUserId: `U${index.toString(16).padStart(32, "0")}`,
  phone: `+8190${12_340_000 + index}`,
}));

interface Explanation {
  readonly recipients: readonly { readonly steps: readonly { readonly verdict: string; readonly reason: string; readonly detail: string }[] }[];
  readonly quotas: readonly { readonly remaining: number | null; readonly warning?: string }[];
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;
  let next = 0;

  beforeAll(async () => {
    service = await startService({
      environment: { ...environment, ...noEnvironmentAccounts },
      configuration: { accounts: simulatedAccounts({ keepQuota }), engine: { quotaCheckIntervalMs: 100 } },
      simulator: { people, line: { monthlyQuota, narrowcastPhaseMs: 1_500 } },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const someone = () => people[(next += 1) % people.length]!;
  const explain = async (body: object = {}) => {
    const { lineUserId: line, phone } = someone();
    return (await post(service.url, "/v1/plans", { to: [{ addresses: { line, phone } }], text: "届け", ...body })).body as Explanation;
  };
  const remains = (remaining: number) =>
    vi.waitFor(async () => expect((await explain()).quotas).toMatchObject([{ remaining }]), { timeout: 10_000, interval: 50 });

  /** The delivery of a message to one person, once it is final. */
  async function send(body: object = {}) {
    const { lineUserId: line, phone } = someone();
    const answer = await post(service.url, "/v1/messages", { to: [{ addresses: { line, phone } }], text: "届け", ...body });
    expect(answer).toMatchObject({ status: 202 });
    const { id } = answer.body as { id: string };
    return vi.waitFor(
      async () => {
        const delivery = (await get(service.url, `/v1/deliveries/${id.replace("msg_", "dlv_")}_0`)).body;
        expect(delivery).toMatchObject({ status: "final" });
        return delivery as { channel: string; succeeded: boolean; timeline: readonly Record<string, unknown>[] };
      },
      { timeout: 20_000, interval: 50 },
    );
  }
  const pushes = () => service.simulator.ledger().filter(({ endpoint }) => endpoint === "push").length;

  it("waits on LINE while another send has reserved the quota", async () => {
    service.simulator.addFault({ endpoint: "narrowcast", fault: { kind: "progress", errorCode: 1 } });
    const reserved = await fetch(`${service.simulator.url}/v2/bot/message/narrowcast`, {
      method: "POST",
      headers: { authorization: "Bearer line-token", "content-type": "application/json" },
      body: JSON.stringify({ messages: [{ type: "text", text: "a campaign" }] }),
    });
    expect(reserved.status).toBe(202);
    const delivery = await send();
    expect(delivery).toMatchObject({ succeeded: true, channel: "line" });
    const attempts = delivery.timeline.filter(({ type }) => type === "attempt");
    expect(attempts).toHaveLength(1);
    expect(attempts[0]!["calls"]).toBeGreaterThan(1);
  });

  it("shows in a plan what remains, and warns when that is too little", async () => {
    await remains(monthlyQuota - 1);
    const to = people.map(({ lineUserId: line, phone }) => ({ addresses: { line, phone } }));
    const { quotas } = await explain({ to });
    expect(quotas).toEqual([
      {
        account: "line",
        channel: "line",
        unit: "person",
        limit: monthlyQuota,
        used: 1,
        remaining: monthlyQuota - 1,
        renewsAt: expect.stringMatching(/T15:00:00\.000Z$/),
        checkedAt: expect.any(String),
        keep: keepQuota,
        needed: people.length,
        warning: "8 are needed (person), and 7 remain",
      },
    ]);
  });

  it("leaves what is kept back to codes and alerts, then goes over without a call", async () => {
    for (let sent = 0; sent < monthlyQuota - 1 - keepQuota; sent += 1) expect(await send()).toMatchObject({ channel: "line" });
    await remains(keepQuota);
    const kept = await send();
    expect(kept).toMatchObject({ succeeded: true, channel: "sms" });
    expect(kept.timeline).toContainEqual(
      expect.objectContaining({ type: "skipped", reason: "quota", detail: expect.stringContaining("2 are kept back") }),
    );
    for (let sent = 0; sent < keepQuota; sent += 1) expect(await send({ purpose: "alert" })).toMatchObject({ channel: "line" });
    await remains(0);
    const before = pushes();
    expect((await explain({ purpose: "alert" })).recipients[0]!.steps.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual([
      "skip quota",
      "use reachability-not-asked",
    ]);
    expect(await send({ purpose: "alert" })).toMatchObject({ succeeded: true, channel: "sms" });
    expect(pushes()).toBe(before);
  });

  it("says why it is tried all the same where nobody can take over", async () => {
    await remains(0);
    const { lineUserId: line } = someone();
    const { recipients } = await explain({ to: [{ addresses: { line } }] });
    expect(recipients[0]!.steps[0]).toMatchObject({
      detail: expect.stringContaining("used up until"),
    });
    expect(await send({ to: [{ addresses: { line } }] })).toMatchObject({ succeeded: false, outcome: "failed" });
  });
});
