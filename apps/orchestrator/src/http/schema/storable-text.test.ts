import { describe, expect, it } from "vitest";
import { unstorableText } from "./storable-text.ts";

describe("text that cannot be stored", () => {
  it.each([
    ["NUL", { to: [{ reference: "a\0b" }] }, "/to/0/reference"],
    ["a lone high surrogate", { text: "\ud83d" }, "/text"],
    ["a lone low surrogate", { text: "x\ude00y" }, "/text"],
    ["NUL in a name", { variables: { "a\0": 1 } }, "/variables"],
    ["NUL under a name with a slash and a tilde", { "a/b~c": "\0" }, "/a~1b~0c"],
  ])("finds %s", (_name, value, pointer) => {
    expect(unstorableText(value)).toMatchObject({ pointer, code: "unstorable-text" });
  });

  it.each([
    ["emoji of several code points", { text: "👩‍👩‍👧‍👦 届け" }],
    ["control characters that databases take", { text: "a\tb\r\n\u0001" }],
    ["numbers, booleans and null", { a: [1, true, null] }],
  ])("lets %s through", (_name, value) => {
    expect(unstorableText(value)).toBeUndefined();
  });

  it("refuses what is nested deeper than any payload is, and survives it", () => {
    let value: unknown = "leaf";
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    expect(unstorableText({ to: value })).toMatchObject({ code: "too-deep" });
  });
});
