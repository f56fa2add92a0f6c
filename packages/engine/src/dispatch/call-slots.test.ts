import { expect, it } from "vitest";
import { CallSlots } from "./call-slots.ts";

/** A call that lasts until it is ended. */
function openCall(started: string[], name: string) {
  const end = Promise.withResolvers<void>();
  const call = () => {
    started.push(name);
    return end.promise;
  };
  return { call, end: () => end.resolve(), ended: end.promise };
}

const settle = () => new Promise(setImmediate);

it("starts no more calls than there are slots, and the others in the order in which they came", async () => {
  const started: string[] = [];
  const slots = new CallSlots(2);
  const calls = ["a", "b", "c", "d"].map((name) => openCall(started, name));
  const starting = calls.map(({ call }) => slots.start(call));
  await settle();
  expect(started).toEqual(["a", "b"]);
  calls[1]!.end();
  await starting[2];
  expect(started).toEqual(["a", "b", "c"]);
  calls[0]!.end();
  await starting[3];
  expect(started).toEqual(["a", "b", "c", "d"]);
});

it("hands a slot to whoever waits, not to whoever comes next", async () => {
  const started: string[] = [];
  const slots = new CallSlots(1);
  const [first, waiting, late] = ["first", "waiting", "late"].map((name) => openCall(started, name));
  await slots.start(first!.call);
  const starting = slots.start(waiting!.call);
  first!.end();
  await first!.ended;
  const startingLate = slots.start(late!.call);
  await starting;
  expect(started).toEqual(["first", "waiting"]);
  waiting!.end();
  await startingLate;
  expect(started).toEqual(["first", "waiting", "late"]);
});

it("frees every slot again, so that as many can start as before", async () => {
  const started: string[] = [];
  const slots = new CallSlots(3);
  for (let round = 0; round < 4; round += 1) {
    const calls = ["a", "b", "c"].map((name) => openCall(started, name));
    await Promise.all(calls.map(({ call }) => slots.start(call)));
    calls.forEach(({ end }) => end());
    await slots.drained();
  }
  expect(started).toHaveLength(12);
});

it("is drained when every call that has started is over", async () => {
  const slots = new CallSlots(4);
  const [one, other] = [openCall([], "one"), openCall([], "other")];
  await slots.start(one.call);
  await slots.start(other.call);
  let isDrained = false;
  const drained = slots.drained().then(() => (isDrained = true));
  one.end();
  await settle();
  expect(isDrained).toBe(false);
  other.end();
  await drained;
});
