import { expect, test } from "vitest";
import { countCharacters, cutToLength, isLongerThan } from "./character-count.ts";

const family = "👨‍👩‍👧‍👦";

test("an apple is two UTF-16 units and one grapheme", () => {
  expect(countCharacters("🍎", "utf-16")).toBe(2);
  expect(countCharacters("🍎", "grapheme")).toBe(1);
});

test("a family of four is one grapheme", () => {
  expect(countCharacters(family, "utf-16")).toBe(11);
  expect(countCharacters(family, "grapheme")).toBe(1);
});

test("a limit is met by its own length and broken by one more", () => {
  expect(isLongerThan(family.repeat(20), 20, "grapheme")).toBe(false);
  expect(isLongerThan(family.repeat(21), 20, "grapheme")).toBe(true);
  expect(isLongerThan("x".repeat(20), 20, "utf-16")).toBe(false);
  expect(isLongerThan("x".repeat(21), 20, "utf-16")).toBe(true);
});

test("cutting never leaves half a character", () => {
  expect(cutToLength(`ab${family}`, 12)).toBe("ab");
  expect(cutToLength(`ab${family}`, 13)).toBe(`ab${family}`);
});
