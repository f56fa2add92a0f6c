import { expect, it } from "vitest";
import { safeObserver } from "./safe-observer.ts";

it("goes on telling an observer that fails, and logs the first failure alone", () => {
  const warnings: string[] = [];
  const log = { info() {}, warn: (_fields: object, message: string) => void warnings.push(message), error() {} };
  let told = 0;
  const observe = safeObserver(() => {
    told += 1;
    throw new Error("broken");
  }, log);
  observe({ type: "possible-duplicates", count: 1 });
  observe({ type: "possible-duplicates", count: 1 });
  expect(told).toBe(2);
  expect(warnings).toHaveLength(1);
});
