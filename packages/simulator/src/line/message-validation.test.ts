import { expect, test } from "vitest";
import { findMessageErrors } from "./message-validation.ts";

const tooLong = { message: "Length must be between 0 and 5000", property: "messages[0].text" };
const text = (length: number) => ({ type: "text", text: "x".repeat(length) });

test.each([
  ["a text of 5,000 UTF-16 units", [text(5_000)]],
  ["five messages", Array(5).fill(text(1))],
  ["a sticker", [{ type: "sticker", packageId: "1", stickerId: "2" }]],
  ["a flex message", [{ type: "flex", altText: "Menu", contents: { type: "bubble" } }]],
])("%s passes", (_what, messages) => {
  expect(findMessageErrors(messages)).toEqual([]);
});

test.each([
  ["a longer text", [text(5_001)], tooLong],
  ["2,501 emoji", [{ type: "text", text: "🙂".repeat(2_501) }], tooLong],
  ["an empty text", [text(1), text(0)], { message: "May not be empty", property: "messages[1].text" }],
  ["a message without a type", [{ text: "x" }], { message: "May not be empty", property: "messages[0].type" }],
  ["no messages", [], { message: "Size must be between 1 and 5", property: "messages" }],
  ["something that is no list", "hello", { message: "Size must be between 1 and 5", property: "messages" }],
])("%s is refused", (_what, messages, error) => {
  expect(findMessageErrors(messages)).toEqual([error]);
});

test("a type that LINE does not have, and media without HTTPS, are refused at their property", () => {
  const errors = findMessageErrors([
    { type: "telegram" },
    { type: "image", originalContentUrl: "http://example.com/a.png", previewImageUrl: "https://example.com/a.png" },
  ]);

  expect(errors.map((error) => error.property)).toEqual(["messages[0].type", "messages[1].originalContentUrl"]);
});
