import { afterEach, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const friend = { line: "friend" as const, lineUserId: `U${"a".repeat(32)}`, phone: "+819012340001" };
const hourMs = 60 * 60 * 1000;
const withoutToken = { LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_SECRET: "" };
let service: RunningService;

afterEach(() => service.close());

/** The service with credentials, or any other token, in its configuration file. */
async function startWith(channelAccessToken: unknown): Promise<void> {
  const settings = { channelAccessToken, channelSecret: "line-secret", apiBaseUrl: "${SIMULATOR_URL}" };
  service = await startService({
    environment: withoutToken,
    configuration: { accounts: [{ id: "line", provider: "line", settings }] },
    simulator: { people: [friend], line: { channelId: "1234567890", channelSecret: "line-secret" } },
  });
}

async function send(): Promise<{ readonly outcome: string; readonly reason?: { readonly code: string } }> {
  const to = [{ addresses: { line: friend.lineUserId } }];
  const answer = await post(service.url, "/v1/messages", { to, text: "届け", plan: { steps: [{ channel: "line" }] } });
  expect(answer).toMatchObject({ status: 202 });
  const id = `${(answer.body as { id: string }).id.replace("msg_", "dlv_")}_0`;
  return vi.waitFor(
    async () => {
      const { body } = await get(service.url, `/v1/deliveries/${id}`);
      expect(body).toMatchObject({ status: "final" });
      return body as { outcome: string };
    },
    { timeout: 20_000, interval: 50 },
  );
}

const issued = () => service.simulator.statistics().endpoints["token-issue-stateless"].requests;

it("a token as LINE issued it is used as it is", async () => {
  service = await startService({ simulator: { people: [friend] } });
  expect(await send()).toMatchObject({ outcome: "accepted" });
  expect(issued()).toBe(0);
});

it("one token is fetched with credentials, however many messages wait for it, and renewed when it has ended", async () => {
  await startWith({ channelId: "1234567890", channelSecret: "line-secret" });
  for (const delivery of await Promise.all(Array.from({ length: 20 }, () => send()))) {
    expect(delivery).toMatchObject({ outcome: "accepted" });
  }
  expect(issued()).toBe(1);
  service.simulator.advanceClock(hourMs);
  expect(await send()).toMatchObject({ outcome: "accepted" });
  expect(issued()).toBe(2);
});

it("credentials that LINE refuses fail clearly, and no answer tells them", async () => {
  await startWith({ channelId: "1234567890", channelSecret: "a-wrong-secret" });
  const delivery = await send();
  expect(delivery).toMatchObject({ outcome: "failed", succeeded: false, reason: { code: "sender" } });
  expect(JSON.stringify(delivery)).not.toContain("a-wrong-secret");
});

it("a token that LINE does not know fails clearly, and no answer tells it", async () => {
  await startWith("a-stale-token");
  const delivery = await send();
  expect(delivery).toMatchObject({ outcome: "failed", reason: { code: "sender" } });
  expect(JSON.stringify(delivery)).not.toContain("a-stale-token");
});
