import { describe, expect, it } from "vitest";
import { classifyAnswerCode, classifyDeliveryCode, suppressedBy } from "./error-codes.ts";

describe("classifyAnswerCode", () => {
  it.each([
    [21211, "recipient"],
    [21614, "recipient"],
    [21610, "policy"],
    [21617, "content"],
    [20429, "throttled"],
    [21611, "throttled"],
    [20003, "sender"],
    [21408, "sender"],
    [21606, "sender"],
    [21659, "sender"],
    [21703, "sender"],
  ] as const)("calls %i %s", (code, expected) => {
    expect(classifyAnswerCode(code)).toBe(expected);
  });

  it("calls a code that it does not know a matter for the sender", () => {
    expect(classifyAnswerCode(29999)).toBe("sender");
  });
});

describe("classifyDeliveryCode", () => {
  it.each([
    [30003, "unreachable"],
    [30008, "unreachable"],
    [30036, "unreachable"],
    [30004, "recipient"],
    [30005, "recipient"],
    [30006, "recipient"],
    [30007, "content"],
    [30001, "throttled"],
    [30022, "throttled"],
    [30023, "quota"],
    [30020, "unavailable"],
    [21610, "policy"],
    [30002, "sender"],
    [30034, "sender"],
  ] as const)("calls %i %s", (code, expected) => {
    expect(classifyDeliveryCode(code)).toBe(expected);
  });

  it("lets a failure that it does not know go on to the next step, and tells the operator", () => {
    expect(classifyDeliveryCode(39999)).toBe("sender");
  });
});

describe("suppressedBy", () => {
  it.each([
    [21610, "opt-out"],
    [21614, "hard-failure"],
    [21635, "hard-failure"],
    [30005, "hard-failure"],
    [30003, undefined],
    [30006, undefined],
    [21612, undefined],
    [39999, undefined],
    [undefined, undefined],
  ])("says of %s: %s", (code, suppresses) => {
    expect(suppressedBy(code).suppresses).toBe(suppresses);
  });
});
