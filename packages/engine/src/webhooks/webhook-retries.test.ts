import { describe, expect, it } from "vitest";
import { readRetryAfter, webhookDelayMs } from "./webhook-retries.ts";

const hour = 3_600_000;

describe("the wait after a failure", () => {
  it("is that of Standard Webhooks, ten tries in all", () => {
    const waits = Array.from({ length: 10 }, (_, index) => webhookDelayMs(index + 1, 0.5));
    expect(waits).toEqual([5_000, 300_000, 1_800_000, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour, undefined]);
  });

  it("is spread by a fifth to either side", () => {
    expect([webhookDelayMs(2, 0), webhookDelayMs(2, 1)]).toEqual([240_000, 360_000]);
  });

  it("is as long as the receiver asks for, up to a day, and never shorter than it would be", () => {
    expect([1_000, 60_000, 100 * hour].map((asked) => webhookDelayMs(1, 0.5, asked))).toEqual([5_000, 60_000, 24 * hour]);
  });
});

it.each([
  [undefined, undefined],
  ["120", 120_000],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
  ["soon", undefined],
  ["-5", undefined],
  ["Mon, nonsense", undefined],
])("retry-after %s means %s ms", (header, expected) => {
  expect(readRetryAfter(header, Date.UTC(2026, 0, 1))).toBe(expected);
});
