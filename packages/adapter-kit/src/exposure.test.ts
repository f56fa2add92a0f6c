import { expect, test } from "vitest";
import { findExposed } from "./exposure.ts";

const hidden = [{ label: "the text", text: "Your table & chairs" }];
const text = "Your table & chairs";

test.each<[string, unknown]>([
  ["a message", new Error(`Bad request: ${text}`)],
  ["a cause within a cause", new Error("no", { cause: { cause: new Error(text) } })],
  ["a hidden property", Object.defineProperty(new Error("no"), "config", { value: { data: [text] } })],
  ["a property named by a symbol", { [Symbol("request")]: text }],
  ["the name of a property", { [text]: 1 }],
  [
    "a getter",
    {
      get body() {
        return text;
      },
    },
  ],
  ["bytes", { body: Buffer.from(text) }],
  ["a map", new Map([["body", { text }]])],
  ["an aggregate", new AggregateError([new Error(text)])],
  ["an address", new Error(`POST /?text=${encodeURIComponent(text)}`)],
  ["a form", new Error(`text=${new URLSearchParams({ text }).toString()}`)],
  ["Base64", new Error(Buffer.from(text).toString("base64"))],
])("a text shows in %s", (_, value) => {
  expect(findExposed(value, hidden)).toBe("the text");
});

test("nothing shows where nothing is", () => {
  const around = {
    get self() {
      return around;
    },
    throws: Object.defineProperty({}, "x", {
      get: () => {
        throw new Error("no");
      },
    }),
  };
  expect(findExposed(around, hidden)).toBeUndefined();
  expect(findExposed(undefined, hidden)).toBeUndefined();
});
