import { expect, test } from "vitest";
import { parsePath, readPath } from "./json-path.ts";

test.each([
  ["id", ["id"]],
  ["messages[0].id", ["messages", 0, "id"]],
  ["[1][2].a-b", [1, 2, "a-b"]],
  ['["message.id"].x', ["message.id", "x"]],
  ['a["]\\"["]', ["a", ']"[']],
  ["a.0", ["a", "0"]],
])("%s is a path", (path, steps) => {
  expect(parsePath(path)).toEqual(steps);
});

test.each(["", ".", "a.", ".a", "a..b", "a[", "a[]", "a[-1]", "a[0", "a b", "[x]", '["a]', "a[0]b", "$.a["])("%s is none", (path) => {
  expect(parsePath(path)).toBeUndefined();
});

test("leads to own members only", () => {
  const value = { a: [{ b: 1 }], "c.d": null };
  expect(readPath(value, "a[0].b")).toBe(1);
  expect(readPath(value, '["c.d"]')).toBeNull();
  for (const path of ["a[1].b", "a.b", "a[0].b.c", "constructor.name", "__proto__", "a.length"]) {
    expect(readPath(value, path)).toBe(path === "a.length" ? 1 : undefined);
  }
});
