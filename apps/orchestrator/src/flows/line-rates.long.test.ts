import { afterEach, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testDatabases } from "../testing/test-databases.ts";

const friends = Array.from({ length: 60 }, (_, number) => ({
  line: "friend" as const,
  lineUserId: `U${number.toString(16).padStart(32, "0")}`,
  phone: `+8190${12_340_000 + number}`,
}));
const perSecond = (requests: number) => ({ requests, perMs: 1_000 });

describe.each(testDatabases)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  afterEach(async () => {
    await service.close();
    await drop();
  });

  /** LINE allows `allowed` pushes a second; the account is configured with `configured`. */
  async function start(configured: number, allowed: number): Promise<void> {
    const settings = { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: "${SIMULATOR_URL}" };
    service = await startService({
      environment: { ...environment, LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_SECRET: "" },
      configuration: { accounts: [{ id: "line", provider: "line", settings, limits: { push: perSecond(configured) } }] },
      simulator: { people: friends, line: { limits: { push: perSecond(allowed) } } },
    });
  }

  async function sendToAll(): Promise<void> {
    const to = friends.map(({ lineUserId }, name) => ({ addresses: { line: lineUserId }, variables: { name } }));
    const content = { type: "text", text: "Hello {{ name }}", template: true };
    const answer = await post(service.url, "/v1/messages", { to, content, plan: { steps: [{ channel: "line" }] } });
    expect(answer).toMatchObject({ status: 202 });
    await vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/messages/${(answer.body as { id: string }).id}`);
        const outcomes = [{ outcome: "accepted", succeeded: true, channel: "line", count: friends.length }];
        expect(body).toMatchObject({ status: "completed", counts: { outcomes } });
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  const pushes = () => service.simulator.statistics().endpoints.push;

  it("a campaign keeps within the rate: LINE refuses nothing", async () => {
    await start(30, 30);
    await sendToAll();
    expect(pushes()).toMatchObject({ requests: friends.length, accepted: friends.length });
  });

  it("loses nobody in a storm of refusals, and sends nothing twice", { timeout: 90_000 }, async () => {
    await start(500, 8);
    await sendToAll();
    expect(pushes().requests).toBeGreaterThan(friends.length);
    expect(service.simulator.ledger().flatMap(({ to }) => to).toSorted()).toEqual(friends.map(({ lineUserId }) => lineUserId));
  });
});
