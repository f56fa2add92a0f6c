import { ConfigurationError } from "@todoke/core";
import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

it("fills in what is absent", () => {
  expect(readSettings({ pollIntervalMs: 50 })).toMatchObject({ pollIntervalMs: 50, leaseMs: 60_000, callTimeoutMs: 15_000 });
});

it("refuses a lease that ends before a call can", () => {
  expect(readSettings({ callTimeoutMs: 3_000, leaseMs: 5_000 })).toMatchObject({ leaseMs: 5_000 });
  expect(() => readSettings({ callTimeoutMs: 3_000, leaseMs: 4_999 })).toThrow(ConfigurationError);
  expect(() => readSettings({ callTimeoutMs: 60_000 })).toThrow(/^engine\.leaseMs: must be at least 62000/);
});
