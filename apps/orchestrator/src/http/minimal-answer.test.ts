import { expect, it } from "vitest";
import { prefersMinimal } from "./minimal-answer.ts";

it.each([
  ["return=minimal", true],
  ['return="minimal"', true],
  ["Return = Minimal", true],
  ["respond-async, wait=10, return=minimal; foo=bar", true],
  ["return=minimal, return=representation", true],
  ["return=representation, return=minimal", false],
  ["return=representation", false],
  ['return="minimal', false],
  ["return", false],
  ["minimal", false],
  ["xreturn=minimal", false],
  ["", false],
])("Prefer: %s asks for the short answer: %s", (prefer, asks) => {
  expect(prefersMinimal({ headers: { prefer } })).toBe(asks);
});

it("nobody asks for it without the header", () => {
  expect(prefersMinimal({ headers: {} })).toBe(false);
});
