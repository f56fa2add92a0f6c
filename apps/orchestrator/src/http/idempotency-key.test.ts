import { expect, it } from "vitest";
import { readIdempotencyKey } from "./idempotency-key.ts";

it.each([
  ["8e03978e-40d5-43dd-bc93-6c0d2fcba1c1", "8e03978e-40d5-43dd-bc93-6c0d2fcba1c1"],
  ['"8e03978e"', "8e03978e"],
  ['"a\\"b\\\\c"', 'a"b\\c'],
  ['a"b', 'a"b'],
  ["!~", "!~"],
  ["k".repeat(255), "k".repeat(255)],
  [`"${"k".repeat(255)}"`, "k".repeat(255)],
])("reads %s as %s", (header, key) => {
  expect(readIdempotencyKey(header)).toBe(key);
});

it.each(["", '""', '"', '"open', '"a"b"', '"a\\b"', "two words", '"two words"', "one, other", "é", "k".repeat(256), "a\tb"])("refuses %j", (header) => {
  expect(() => readIdempotencyKey(header)).toThrow(
    expect.objectContaining({ code: "malformed-request", errors: [expect.objectContaining({ header: "Idempotency-Key", code: "malformed" })] }),
  );
});
