import { expect, it, onTestFinished } from "vitest";
import { WorkLoop, type Worker } from "./work-loop.ts";

const hour = 3_600_000;

function start(worker: Worker, pollIntervalMs: number) {
  const errors: object[] = [];
  const loop = new WorkLoop("a test", worker, pollIntervalMs, { info() {}, warn() {}, error: (fields) => errors.push(fields) });
  loop.start();
  onTestFinished(() => loop.stop());
  return { loop, errors };
}

/** A worker that finds nothing, and tells when it has run for the nth time. */
function countingWorker() {
  let runs = 0;
  const waiting = new Map<number, () => void>();
  return {
    worker: (found = 0) => {
      runs += 1;
      waiting.get(runs)?.();
      return Promise.resolve(found);
    },
    ran: (times: number) => (runs >= times ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(times, resolve))),
    runs: () => runs,
  };
}

it("looks again at once while there is work", async () => {
  const { worker, ran, runs } = countingWorker();
  start(() => worker(runs() < 4 ? 1 : 0), hour);
  await ran(5);
});

it("looks again after the poll interval when there is none", async () => {
  const { worker, ran } = countingWorker();
  start(() => worker(), 5);
  await ran(3);
});

it("looks at once when nudged", async () => {
  const { worker, ran } = countingWorker();
  const { loop } = start(() => worker(), hour);
  await ran(1);
  await new Promise(setImmediate);
  loop.nudge();
  await ran(2);
});

it("does not lose a nudge that comes while it works", async () => {
  const { worker, ran, runs } = countingWorker();
  const begun = Promise.withResolvers<undefined>();
  const release = Promise.withResolvers<undefined>();
  const { loop } = start(async () => {
    if (runs() === 0) {
      begun.resolve(undefined);
      await release.promise;
    }
    return worker();
  }, hour);
  await begun.promise;
  loop.nudge();
  release.resolve(undefined);
  await ran(2);
});

it("goes on after an error, which it logs by the name of the work", async () => {
  const { worker, ran, runs } = countingWorker();
  const error = new Error("the database restarts");
  const { errors } = start(async () => {
    await worker();
    if (runs() <= 2) throw error;
    return 0;
  }, 5);
  await ran(3);
  expect(errors).toEqual([{ error, work: "a test" }, { error, work: "a test" }]);
});

it("stops when its worker has finished what it was doing, and does not begin again", async () => {
  const { worker, runs } = countingWorker();
  const begun = Promise.withResolvers<undefined>();
  const release = Promise.withResolvers<undefined>();
  const { loop } = start(async () => {
    begun.resolve(undefined);
    await release.promise;
    return worker(1);
  }, hour);
  await begun.promise;
  let isStopped = false;
  const stopped = loop.stop().then(() => (isStopped = true));
  await new Promise(setImmediate);
  expect(isStopped).toBe(false);
  release.resolve(undefined);
  await stopped;
  expect(runs()).toBe(1);
});

it("stops at once while it waits", async () => {
  const { worker, ran } = countingWorker();
  const { loop } = start(() => worker(), hour);
  await ran(1);
  await loop.stop();
});
