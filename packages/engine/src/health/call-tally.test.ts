import { expect, it } from "vitest";
import { CallTally } from "./call-tally.ts";
import { healthRules } from "./health-rules.ts";

const good = { end: "answered", tookMs: healthRules.slowAfterMs } as const;
const slow = { end: "answered", tookMs: healthRules.slowAfterMs + 1 } as const;
const failed = { end: "failed", tookMs: 1 } as const;
const lost = { end: "lost", tookMs: 60_000 } as const;

it("counts each call once, and how many were bad at the end", () => {
  const tally = new CallTally();
  expect([failed, good, slow, lost].map((result) => tally.add("a", result))).toEqual([1, 0, 1, 2]);
  tally.add("b", failed);
  expect(tally.take()).toEqual([
    { accountId: "a", calls: 4, failed: 1, lost: 1, slow: 1, badAtEnd: 2 },
    { accountId: "b", calls: 1, failed: 1, lost: 0, slow: 0, badAtEnd: 1 },
  ]);
  expect(tally.take()).toEqual([]);
});
