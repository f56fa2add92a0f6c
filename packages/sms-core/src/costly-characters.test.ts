import { describe, expect, it } from "vitest";
import { describeCostlyCharacters } from "./costly-characters.ts";

const long = "a".repeat(100);

describe("characters that raise the bill", () => {
  it.each([
    [`${long}’s`, "a typographic quotation mark at 100", 2],
    [`–${long}`, "a dash at 0", 2],
    [`${long}…`, "an ellipsis at 100", 2],
    [`${long}😀b`, "an emoji at 100", 2],
    [`😀${long}\u200B`, "an emoji at 0, an invisible character at 101", 2],
    [`${long}\u00A0b`, "an unusual space at 100", 2],
    [`${long}ç`, "an accented letter at 100", 2],
    [`${long}Ａ`, "a full-width character at 100", 2],
    [`${long}\``, "a backtick at 100", 2],
    [`${long}席`, "a letter of another script at 100", 2],
    [`${"a".repeat(150)}★`, "a symbol at 150", 3],
  ])("are named in %j", (text, places, segments) => {
    const words = describeCostlyCharacters(text);
    expect(words).toContain(`${places} (counted`);
    expect(words).toContain(`in ${segments} segments instead of 1`);
  });

  it("are never shown", () => {
    expect(describeCostlyCharacters(`${long}席`)).not.toContain("席");
    expect(describeCostlyCharacters(`${long}席`)).not.toContain("aaa");
  });

  it.each([
    ["a text that costs no more for them", "It’s ready"],
    ["a plain text", long.repeat(3)],
    ["a text in another script", "ご注文の商品が届きました。".repeat(8)],
    ["nothing", ""],
  ])("are not looked for in %s", (_what, text) => {
    expect(describeCostlyCharacters(text)).toBeUndefined();
  });
});
