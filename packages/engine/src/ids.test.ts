import { describe, expect, it } from "vitest";
import { formatDeliveryId, formatMessageId, monthOf, newCallbackToken, newId, parseDeliveryId, parseMessageId } from "./ids.ts";

describe("newId", () => {
  it("is a version 7 UUID, which the databases' own parsers take", () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("sorts by the moment it was made in", () => {
    const moments = [0, 1, 255, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = moments.map(newId);
    expect(ids.toSorted()).toEqual(ids);
  });

  it("is never the same twice", () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newId(5))).size).toBe(1_000);
  });
});

describe("monthOf", () => {
  it.each([
    ["2026-01-01T00:00:00.000Z", "2026-01-01"],
    ["2026-01-31T23:59:59.999Z", "2026-01-01"],
    ["2026-02-01T00:00:00.000Z", "2026-02-01"],
    ["2028-12-31T23:59:59.999Z", "2028-12-01"],
  ])("tells of an id made at %s the month of %s", (moment, month) => {
    expect(monthOf(newId(Date.parse(moment)))).toBe(month);
  });
});

describe("public ids", () => {
  it("lead back to what they were made of", () => {
    const id = newId();
    expect(formatMessageId(id)).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(parseMessageId(formatMessageId(id))).toBe(id);
    expect(parseDeliveryId(formatDeliveryId(id, 0))).toEqual({ id, number: 0 });
    expect(parseDeliveryId(formatDeliveryId(id, 99_999))).toEqual({ id, number: 99_999 });
  });

  it.each(["", "msg_", `msg_${"a".repeat(31)}`, `msg_${"a".repeat(33)}`, `msg_${"G".repeat(32)}`, `dlv_${"a".repeat(32)}`, `msg_${"a".repeat(32)}\n`])(
    "takes %j for no message",
    (text) => expect(parseMessageId(text)).toBeUndefined(),
  );

  it.each([`dlv_${"a".repeat(32)}`, `dlv_${"a".repeat(32)}_`, `dlv_${"a".repeat(32)}_01`, `dlv_${"a".repeat(32)}_-1`, `dlv_${"a".repeat(32)}_9999999999`])(
    "takes %j for no delivery",
    (text) => expect(parseDeliveryId(text)).toBeUndefined(),
  );
});

it("makes callback tokens of 128 bits that do not repeat", () => {
  const tokens = Array.from({ length: 100 }, newCallbackToken);
  expect(tokens.every((token) => /^[0-9a-f]{32}$/.test(token))).toBe(true);
  expect(new Set(tokens).size).toBe(100);
});
