import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Distance } from "./distance.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

it("spreads calls that come at once, lane by lane, and holds nobody up who comes later", () => {
  const distance = new Distance();
  const start = performance.now();
  expect([1, 2, 3].map(() => distance.next("push", 10) - start)).toEqual([0, 10, 20]);
  expect(distance.next("multicast", 10) - start).toBe(0);
  vi.advanceTimersByTime(50);
  expect(distance.next("push", 10) - start).toBe(50);
});
