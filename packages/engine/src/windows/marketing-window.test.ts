import { ConfigurationError } from "@todoke/core";
import { expect, it } from "vitest";
import type { DeliveryTimeWindow } from "./delivery-time-window.ts";
import { readMarketingWindow } from "./marketing-window.ts";

const window: DeliveryTimeWindow = { from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" };

it("is taken as it is", () => {
  expect(readMarketingWindow(window)).toEqual(window);
  expect(readMarketingWindow(undefined)).toBeUndefined();
});

it.each<[string, Partial<DeliveryTimeWindow>, string]>([
  ["no day", { days: [] }, "days"],
  ["a time that there is not", { from: "24:00" }, "from"],
  ["the same time twice", { to: "09:00" }, "to"],
  ["a zone that there is not", { timeZone: "Asia/Nowhere" }, "timeZone"],
  ["people of no zone", { fallbackTimeZone: undefined as never }, "fallbackTimeZone"],
  ["a fallback that there is not", { fallbackTimeZone: "Nowhere" }, "fallbackTimeZone"],
  ["a fallback that nobody needs", { timeZone: "Asia/Tokyo" }, "fallbackTimeZone"],
])("is refused with %s", (_what, change, field) => {
  const read = () => readMarketingWindow({ ...window, ...change });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(`marketingWindow, ${field}`);
});
