import { expect, it } from "vitest";
import { Lead } from "./lead.ts";

it("follows a slow answer at once, and many quick ones slowly", () => {
  const lead = new Lead();
  expect(lead.ms).toBe(0);
  lead.learn(80);
  expect(lead.ms).toBe(80);
  lead.learn(10);
  expect(lead.ms).toBe(73);
  for (let count = 0; count < 60; count += 1) lead.learn(10);
  expect(lead.ms).toBeCloseTo(10, 0);
});

it("is bounded", () => {
  const lead = new Lead();
  lead.learn(10_000);
  expect(lead.ms).toBe(300);
});
