import type { Problem } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { ByLocale, checkTranslations, formsOf } from "./translations.ts";

const text = (words: string) => ({ type: "text" as const, text: words });

describe("the form for a language", () => {
  const byLocale = new ByLocale<string>([[undefined, "everybody"], ["ja", "Japanese"], ["zh", "Chinese"], ["zh-Hant", "traditional"], ["en-x-pirate", "pirate"]]);

  it.each([
    [undefined, "everybody"],
    ["th", "everybody"],
    ["ja", "Japanese"],
    ["JA-jp", "Japanese"],
    ["zh-TW", "Chinese"],
    ["zh-Hant-TW", "traditional"],
    ["zh-hant-TW-x-private", "traditional"],
    ["en-x-pirate", "pirate"],
    ["en-x", "everybody"],
    ["j", "everybody"],
  ])("of %s is the one for %s", (locale, form) => {
    expect(byLocale.nearest(locale)).toBe(form);
  });
});

it("holds one form each, with a pointer to it", () => {
  const content = { ...text("Hello"), translations: [{ locale: "ja", content: text("こんにちは") }] };
  expect(formsOf(content)).toEqual([
    { pointer: "", locale: undefined, content: text("Hello") },
    { pointer: "/translations/0/content", locale: "ja", content: text("こんにちは") },
  ]);
  expect(formsOf(text("Hello"))).toEqual([{ pointer: "", locale: undefined, content: text("Hello") }]);
});

it("refuses languages that are none, that come twice, and translations of translations", () => {
  const problems: Problem[] = [];
  const nested = { ...text("Hello"), translations: [{ locale: "en", content: text("Hello") }] };
  const translations = [
    { locale: "ja", content: text("a") },
    { locale: "JA", content: text("b") },
    { locale: "not a tag", content: text("c") },
    { locale: "th", content: nested },
  ];
  checkTranslations({ ...text("Hello"), translations }, "/content", problems);
  expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
    ["/content/translations/1/locale", "duplicate-locale"],
    ["/content/translations/2/locale", "malformed"],
    ["/content/translations/3/content/translations", "nested-translations"],
  ]);
});
