import { describe, expect, it } from "vitest";
import { MessageListQueryDto } from "../dto/list-query-dto.ts";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { HttpProblem } from "../problem.ts";
import { bodyGate, queryGate } from "./gate.ts";

const messageBody = bodyGate(MessageRequestDto);
const listQuery = queryGate(MessageListQueryDto);
const message = { to: [{ addresses: { line: "U1" } }], text: "hello" };

function refusal(work: () => unknown): HttpProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
  throw new Error("it was let through");
}

function errorsOf(body: unknown) {
  return refusal(() => messageBody(body)).errors;
}

describe("a gate for bodies", () => {
  it("hands on the very body that it was given", () => {
    expect(messageBody(message)).toBe(message);
  });

  it.each([
    ["an unknown field", { ...message, colour: "red" }, "/colour", "unknown-field"],
    ["an unknown field of a recipient", { ...message, to: [{ addresses: { line: "U1" }, age: 7 }] }, "/to/0/age", "unknown-field"],
    ["no recipients", { ...message, to: [] }, "/to", "wrong-count"],
    ["a recipient without addresses", { ...message, to: [{}] }, "/to/0/addresses", "missing"],
    ["a recipient with no address in them", { ...message, to: [{ addresses: {} }] }, "/to/0/addresses", "malformed"],
    ["an address that is no text", { ...message, to: [{ addresses: { line: 7 } }] }, "/to/0/addresses/line", "wrong-type"],
    ["empty text", { ...message, text: "" }, "/text", "wrong-length"],
    ["content and text", { ...message, content: { type: "text", text: "x" } }, "", "exactly-one"],
    ["neither content nor text", { to: message.to }, "", "exactly-one"],
    ["an unknown content type", { to: message.to, content: { type: "hologram" } }, "/content/type", "not-one-of"],
    ["a button that does two things", buttons({ label: "a", url: "u", text: "t" }), "/content/buttons/0", "exactly-one"],
    ["a duration in words", { ...message, validityPeriod: "two hours" }, "/validityPeriod", "malformed"],
    ["an offset for a time zone", { ...message, to: [{ addresses: { line: "U1" }, timeZone: "+09:00" }] }, "/to/0/timeZone", "malformed"],
    ["a window by a clock of its own", window({ timeZone: "+09:00" }), "/deliveryTimeWindow/timeZone", "malformed"],
    ["a window in no zone", window({ timeZone: undefined }), "/deliveryTimeWindow/timeZone", "missing"],
    ["a window that falls back on the recipient", window({ fallbackTimeZone: "recipient" }), "/deliveryTimeWindow/fallbackTimeZone", "malformed"],
    ["a time that no clock shows", window({ to: "24:00" }), "/deliveryTimeWindow/to", "malformed"],
    ["a window on no day", window({ days: [] }), "/deliveryTimeWindow/days", "wrong-count"],
    ["a day of another language", window({ days: ["月曜日"] }), "/deliveryTimeWindow/days/0", "not-one-of"],
    ["half a recipient", { ...message, sendingSpeedLimit: { amount: 0.5, per: "PT1S" } }, "/sendingSpeedLimit/amount", "out-of-range"],
    ["a speed by the month", { ...message, sendingSpeedLimit: { amount: 1, per: "P1M" } }, "/sendingSpeedLimit/per", "malformed"],
    ["null where a field may be absent", { ...message, reference: null }, "/reference", "wrong-type"],
    ["a body that is a list", [message], "", "wrong-type"],
    ["no body", undefined, "", "wrong-type"],
  ])("points at %s", (_name, body, pointer, code) => {
    expect(errorsOf(body)).toEqual([{ pointer, code, detail: expect.stringMatching(/\w/) }]);
  });

  it("names several wrong fields at once, in class-validator's words", () => {
    expect(errorsOf({ ...message, purpose: "spam", plan: { steps: [{ channel: "line", switchAfter: "soon" }] } })).toEqual([
      { pointer: "/purpose", code: "not-one-of", detail: "purpose must be one of the following values: otp, alert, notice, marketing" },
      { pointer: "/plan/steps/0/switchAfter", code: "malformed", detail: "switchAfter must be an ISO 8601 duration such as PT2M or P1D" },
    ]);
  });

  it("points at the right one of ten thousand recipients", () => {
    const to = Array.from({ length: 10_000 }, () => ({ addresses: { line: "U1" } as Record<string, string>, locale: "ja" }));
    to[7321] = { addresses: { line: "U1" }, locale: "日本語" };
    expect(errorsOf({ ...message, to })).toEqual([
      { pointer: "/to/7321/locale", code: "malformed", detail: "locale must be a language tag such as ja or en-GB" },
    ]);
  });

  it("lists no more than a few problems of a body in which everything is wrong", () => {
    const to = Array.from({ length: 10_000 }, () => ({ addresses: { line: "U1" }, a: 1, b: 2, c: 3 }));
    expect(errorsOf({ ...message, to }).length).toBeLessThanOrEqual(20);
  });

  it("never repeats a value in an answer", () => {
    const secret = "+819012345678";
    const problems = errorsOf({ ...message, reference: { secret }, purpose: secret, validityPeriod: secret });
    expect(problems.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });
});

describe("a gate for queries", () => {
  it("reads numbers from text and fills in defaults", () => {
    expect(listQuery({ limit: "7", status: "sending" })).toEqual({ limit: 7, status: "sending" });
    expect(listQuery({})).toEqual({ limit: 50 });
  });

  it.each([
    ["a limit of nothing", { limit: "0" }, "limit"],
    ["a limit given twice", { limit: ["1", "2"] }, "limit"],
    ["a status that there is not", { status: "lost" }, "status"],
    ["an unknown parameter", { page: "2" }, "page"],
    ["NUL", { reference: "\0" }, "reference"],
  ])("names the parameter of %s", (_name, query, parameter) => {
    const { errors } = refusal(() => listQuery(query));
    expect(errors).toEqual([expect.objectContaining({ parameter })]);
  });
});

function window(given: object) {
  return { ...message, deliveryTimeWindow: { from: "09:00", to: "20:00", timeZone: "Asia/Tokyo", ...given } };
}

function buttons(button: object) {
  return { to: message.to, content: { type: "buttons", text: "Choose", buttons: [button] } };
}
