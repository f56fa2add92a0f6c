import { expect, it } from "vitest";
import { shareOfSpeed } from "./share-of-speed.ts";

const thirtyAnHour = { amount: 30, timeUnit: "HOUR" } as const;

it("is the whole limit for the only message of a request", () => {
  expect(shareOfSpeed(thirtyAnHour, 500, 500)).toEqual({ amount: 30, per: "PT3600S" });
  expect(shareOfSpeed({ amount: 5 }, 1, 1)).toEqual({ amount: 5, per: "PT60S" });
  expect(shareOfSpeed(undefined, 1, 1)).toBeUndefined();
});

it.each([[[10, 20]], [[1, 1, 1]], [[7, 93, 900]]])("for messages of %j adds up to the limit, and all end together", (sizes) => {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const perHour = sizes.map((size) => {
    const { amount, per } = shareOfSpeed(thirtyAnHour, size, all)!;
    return (amount / Number(/\d+/.exec(per)![0])) * 3_600;
  });
  expect(perHour.reduce((sum, each) => sum + each, 0)).toBeCloseTo(30);
  expect(new Set(perHour.map((each, place) => (sizes[place]! / each).toFixed(6))).size).toBe(1);
});

it("is refused where no limit of ours says it", () => {
  expect(() => shareOfSpeed({ amount: 1, timeUnit: "DAY" }, 1, 10_000)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/options/schedule/sendingSpeedLimit" })] }) as Error);
});
