import { afterEach, expect, it } from "vitest";
import { madeAtMs, newId } from "./ids.ts";
import { monotonicMs, random, sleep, surroundWith } from "./surroundings.ts";

afterEach(() => surroundWith(undefined));

it("wakes up early when the signal is aborted, and at once when it was aborted before", async () => {
  const abort = new AbortController();
  const sleeping = sleep(3_600_000, abort.signal);
  abort.abort();
  await sleeping;
  await sleep(3_600_000, abort.signal);
});

it("gives chances from 0 up to and without 1", () => {
  const chances = Array.from({ length: 1_000 }, random);
  expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
  expect(new Set(chances).size).toBe(chances.length);
});

it("takes time, timers and chance from other surroundings for as long as they are there", async () => {
  surroundWith({
    timeOfDayMs: () => Date.UTC(2030, 0, 1),
    monotonicMs: () => 5,
    startTimer(callback) {
      queueMicrotask(callback);
      return { close() {}, unref() {} };
    },
    randomBytes: (count) => Buffer.alloc(count, 255),
  });
  const id = newId();
  expect(id).toMatch(/^01b8[0-9a-f-]{9}-7fff-bfff-f{12}$/);
  expect(madeAtMs(id)).toBe(Date.UTC(2030, 0, 1));
  expect(monotonicMs()).toBe(5);
  await sleep(3_600_000);
  surroundWith(undefined);
  expect(newId()).not.toBe(id);
});
