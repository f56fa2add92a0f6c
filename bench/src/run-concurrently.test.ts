import { expect, it } from "vitest";
import { runConcurrently } from "./run-concurrently.ts";

it("everything is done once, with no more under way than asked for", async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  await runConcurrently(20, 4, async (index) => {
    most = Math.max(most, (underWay += 1));
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    done.push(index);
  });
  expect(done.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(most).toBe(4);
});

it("the first error ends it", async () => {
  const work = (index: number) => (index === 3 ? Promise.reject(new Error("three")) : Promise.resolve());
  await expect(runConcurrently(10, 2, work)).rejects.toThrow("three");
});
