import { ConfigurationError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { assertSettings, byCountry, checkBaseUrl, checkSender, checkText, listOf, objectOf } from "./settings.ts";

interface PigeonConfig {
  readonly loft?: string;
  readonly names?: readonly string[];
}

const checks = { loft: checkText, names: listOf(checkText) };

describe("assertSettings", () => {
  const assert = (settings: Record<string, unknown>) => () => assertSettings<PigeonConfig>(settings, checks, "a pigeon");

  it("lets good and absent settings pass", () => {
    expect(assert({ loft: "north", names: ["Aiko"] })).not.toThrow();
    expect(assert({ loft: undefined })).not.toThrow();
  });

  it.each([
    [{ loft: "" }, "loft: must be text"],
    [{ names: [] }, "names: must be a list with at least one entry"],
    [{ names: ["Aiko", 7] }, "names: must be text"],
    [{ nest: "secret" }, "nest: is no setting of a pigeon"],
    [{ toString: "secret" }, "toString: is no setting of a pigeon"],
  ])("names what is wrong in %j, and no value", (settings, message) => {
    expect(assert(settings)).toThrow(ConfigurationError);
    expect(assert(settings)).toThrow(message);
    expect(assert(settings)).not.toThrow("secret");
  });
});

describe("checks", () => {
  it.each(["+15005550006", "12345", "TODOKE", "#Bank HK"])("take the sender %s", (sender) => {
    expect(checkSender(sender)).toBeUndefined();
  });

  it.each(["", "15005550006789", "TWELVE CHARS", "席", "+0123456789", 7])("refuse the sender %s", (sender) => {
    expect(checkSender(sender)).toMatch("must be a number");
  });

  it.each([
    [byCountry(checkText), { JP: "a", TH: "b" }, undefined],
    [byCountry(checkText), { Japan: "a" }, "must have country codes of two capital letters as keys"],
    [byCountry(checkText), { JP: "" }, "JP must be text"],
    [byCountry(checkText), [], "must be an object"],
    [objectOf({ a: checkText }, { b: checkText }), { a: "1" }, undefined],
    [objectOf({ a: checkText }, { b: checkText }), { b: "1" }, "a must be text"],
    [objectOf({ a: checkText }), { a: "1", c: "2" }, "has no field c"],
    [objectOf({ a: checkText }), null, "must be an object"],
    [checkBaseUrl, "https://example.com/path", undefined],
    [checkBaseUrl, "example.com", "must be a URL"],
    [checkBaseUrl, "ftp://example.com", "must begin with https:// or http://"],
    [checkBaseUrl, "https://example.com/?a=1", "must have no query and no fragment"],
  ])("say what is wrong: %#", (check, value, complaint) => {
    expect(check(value)).toBe(complaint);
  });
});
