import { expect, test } from "vitest";
import { pointsInto } from "./json-pointer.ts";

const content = { type: "carousel", cards: [{ text: "One", "a/b~c": 1 }] };

test.each(["", "/type", "/cards/0/text", "/cards/0/a~1b~0c", "/cards/0/title"])(
  "%j leads into the content",
  (pointer) => {
    expect(pointsInto(content, pointer)).toBe(true);
  },
);

test.each(["type", "/cards/1", "/cards/1/text", "/body/text", "/type/0"])("%j leads nowhere", (pointer) => {
  expect(pointsInto(content, pointer)).toBe(false);
});
