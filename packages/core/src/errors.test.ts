import { describe, expect, it, vi } from "vitest";
import { ConfigurationError, InvalidRequestError, ProviderError, SignatureError, TodokeError } from "./errors.ts";

const classes = { TodokeError, ProviderError, SignatureError, ConfigurationError, InvalidRequestError };

const errors = {
  TodokeError: new TodokeError("a-code", "what to do"),
  ProviderError: new ProviderError({ class: "throttled", providerCode: "429", message: "too many", retryAfterMs: 5 }),
  SignatureError: new SignatureError("the signature is wrong"),
  ConfigurationError: new ConfigurationError("PORT", "must be a number"),
  InvalidRequestError: new InvalidRequestError([
    { pointer: "/to", code: "empty", detail: "name somebody" },
    { pointer: "/content", code: "missing", detail: "say something" },
  ]),
} satisfies Record<keyof typeof classes, TodokeError>;

const names = Object.keys(classes) as (keyof typeof classes)[];

describe("is", () => {
  it.each(names)("tells a %s from every other error", (name) => {
    const recognised = names.filter((other) => classes[name].is(errors[other]));
    expect(recognised).toEqual(name === "TodokeError" ? names : [name]);
  });

  it.each(names)("recognises a %s that another copy of this package threw", async (name) => {
    vi.resetModules();
    const copy = await import("./errors.ts");
    expect(copy[name]).not.toBe(classes[name]);
    expect(errors[name]).not.toBeInstanceOf(copy[name]);
    expect(copy[name].is(errors[name])).toBe(true);
  });

  it.each([undefined, null, "provider-error", 7, new Error("provider-error"), { code: "provider-error" }])(
    "takes %s for none of ours",
    (value) => {
      expect(names.filter((name) => classes[name].is(value))).toEqual([]);
    },
  );
});

describe("what errors carry", () => {
  it("is their class's name and a stable code", () => {
    expect(names.map((name) => [errors[name].name, errors[name].code])).toEqual([
      ["TodokeError", "a-code"],
      ["ProviderError", "provider-error"],
      ["SignatureError", "invalid-signature"],
      ["ConfigurationError", "invalid-configuration"],
      ["InvalidRequestError", "invalid-request"],
    ]);
  });

  it("is all that a provider said, and undefined where it said nothing", () => {
    expect(errors.ProviderError).toMatchObject({ class: "throttled", providerCode: "429", retryAfterMs: 5, message: "too many" });
    expect(errors.ProviderError.retryKey).toBeUndefined();
    expect(errors.ProviderError.requestId).toBeUndefined();
    expect(errors.ProviderError.failedIndex).toBeUndefined();
    expect(errors.ProviderError.scope).toBeUndefined();
  });

  it("is the setting to change", () => {
    expect(errors.ConfigurationError).toMatchObject({ setting: "PORT", message: "PORT: must be a number" });
  });

  it("is every problem of a request, by its pointer", () => {
    expect(errors.InvalidRequestError.message).toBe("/to: name somebody; /content: say something");
    expect(errors.InvalidRequestError.problems.map(({ pointer }) => pointer)).toEqual(["/to", "/content"]);
  });
});
