import { expect, test } from "vitest";
import { findTemplateErrors } from "./notification-template.ts";

const item = (itemKey: string, content = "x") => ({ itemKey, content });
const items = (count: number) => Array.from({ length: count }, (_, index) => item(`item_${index}`));
const button = (url = "https://example.com") => ({ buttonKey: "open", url });

test("a template within every limit passes", () => {
  const body = {
    emphasizedItem: item("total", "x".repeat(15)),
    items: items(14).concat(item("note", "x".repeat(300))),
    buttons: [button(), button(`https://example.com/${"x".repeat(980)}`)],
  };
  expect(findTemplateErrors({ body, customAggregationUnits: ["spring_2026"] })).toEqual([]);
});

test.each([
  ["16 items", { body: { items: items(16) } }, "body.items"],
  ["three buttons", { body: { buttons: [button(), button(), button()] } }, "body.buttons"],
  ["a long item", { body: { items: [item("note", "x".repeat(301))] } }, "body.items[0].content"],
  ["a long emphasis", { body: { emphasizedItem: item("total", "x".repeat(16)) } }, "body.emphasizedItem.content"],
  ["a long link", { body: { buttons: [button("x".repeat(1_001))] } }, "body.buttons[0].url"],
  ["an item without a key", { body: { items: [{ content: "x" }] } }, "body.items[0].itemKey"],
  ["two aggregation units", { customAggregationUnits: ["a", "b"] }, "customAggregationUnits"],
  ["a unit with a space", { customAggregationUnits: ["a b"] }, "customAggregationUnits[0]"],
])("%s is refused at its property", (_what, request, property) => {
  expect(findTemplateErrors(request)).toMatchObject([{ property }]);
});

test("the same key in the items and as emphasised item is refused in LINE's words", () => {
  const body = { items: [item("date_002_ja")], emphasizedItem: item("date_002_ja") };

  expect(findTemplateErrors({ body })).toEqual([
    {
      message: "Duplicate itemKey in items or between emphasizedItem and items are not allowed: date_002_ja",
      property: "body.emphasizedItem.itemKey",
    },
  ]);
});
