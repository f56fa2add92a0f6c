import { expect, test } from "vitest";
import { formatNumber, readNumber } from "./phone-number.ts";
import { plainCarrier } from "./testing/plain-carrier.ts";

test.each([
  ["+66812345678", "e164", "+66812345678"],
  ["+66812345678", "digits", "66812345678"],
  ["+66812345678", "national", "0812345678"],
  ["+886912345678", "national", "0912345678"],
  ["+819012345678", "national", "09012345678"],
] as const)("%s as %s is %s", (number, format, written) => {
  expect(formatNumber(number, format)).toBe(written);
});

test.each([
  ["+66 81 234 5678", "+66812345678"],
  ["66812345678", "+66812345678"],
  ["0812345678", "+66812345678"],
  ["MyBank", undefined],
  ["4567", undefined],
  ["", undefined],
])("reads %s from a Thai carrier with national numbers", (written, number) => {
  expect(readNumber(written, { ...plainCarrier(), numberFormat: "national", countries: ["TH"] })).toBe(number);
});

test("reads no national number where nothing says which country it belongs to", () => {
  expect(readNumber("0812345678", plainCarrier())).toBeUndefined();
});
