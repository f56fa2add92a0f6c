import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { DueHeap } from "./due-heap.ts";

test("things come out by when they are due, and equals in the order in which they went in", () => {
  const random = createRandom(7);
  const items = Array.from({ length: 500 }, (_, name) => ({ dueAt: Math.floor(random() * 50), name }));
  const heap = new DueHeap<{ dueAt: number; name: number }>();
  items.forEach((item) => heap.add(item));
  const taken = Array.from({ length: 500 }, () => heap.take());

  expect(taken).toEqual(items.toSorted((left, right) => left.dueAt - right.dueAt || left.name - right.name));
  expect([heap.take(), heap.top]).toEqual([undefined, undefined]);
});
