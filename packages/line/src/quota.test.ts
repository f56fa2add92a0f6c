import { expect, test } from "vitest";
import { startOfNextMonth } from "./quota.ts";
import { startScriptedLine } from "./testing/scripted-line.ts";

const options = { timeoutMs: 2000 };

test("what is used stands beside the limit", async () => {
  const both = { body: { type: "limited", value: 200, totalUsage: 12 } };
  const { line, received } = await startScriptedLine([both, both]);
  const report = await line.adapter.quota.check(options);
  expect(report).toEqual({ limit: 200, used: 12, renewsAt: expect.any(Date) });
  expect(received.map(({ call }) => call).toSorted()).toEqual([
    "GET /v2/bot/message/quota",
    "GET /v2/bot/message/quota/consumption",
  ]);
});

test("a plan without a limit has none", async () => {
  const both = { body: { type: "none", totalUsage: 7 } };
  const { line } = await startScriptedLine([both, both]);
  const report = await line.quota();
  expect(report).toEqual({ used: 7, renewsAt: report.renewsAt });
});

test.each([{}, { type: "limited", totalUsage: 7 }, { type: "none" }])("%j is no answer", async (body) => {
  const { line } = await startScriptedLine([{ body }, { body }]);
  await expect(line.quota()).rejects.toMatchObject({ class: "unavailable", providerCode: "unreadable-answer" });
});

test.each([
  ["2026-11-21T09:00:00Z", "2026-11-30T15:00:00Z"],
  ["2026-11-30T14:59:59Z", "2026-11-30T15:00:00Z"],
  ["2026-11-30T15:00:00Z", "2026-12-31T15:00:00Z"],
  ["2026-12-31T15:00:00Z", "2027-01-31T15:00:00Z"],
])("at %s the next month of UTC+9 begins at %s", (now, next) => {
  expect(startOfNextMonth(new Date(now))).toEqual(new Date(next));
});
