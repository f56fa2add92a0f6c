import { ConfigurationError } from "@todoke/core";
import { expect, it } from "vitest";
import { readRetention, type Retention } from "./retention.ts";

it("keeps everything for ever unless it is told otherwise, and counts years in months", () => {
  expect(readRetention()).toEqual({ deliveries: undefined, messages: undefined });
  expect(readRetention({ deliveries: "P13M", messages: "P2Y" })).toEqual({ deliveries: 13, messages: 24 });
});

it.each<[string, Retention, string]>([
  ["days", { deliveries: "P30D" }, "retention.deliveries"],
  ["nothing", { deliveries: "P0M" }, "retention.deliveries"],
  ["messages for less than their deliveries", { deliveries: "P12M", messages: "P6M" }, "retention.messages"],
  ["messages alone", { messages: "P6M" }, "retention.messages"],
])("refuses %s by name", (_what, retention, setting) => {
  const refusal = (() => {
    try {
      return readRetention(retention);
    } catch (error) {
      return error;
    }
  })();
  expect(ConfigurationError.is(refusal) && refusal.setting).toBe(setting);
});
