import { Queue } from "bullmq";
import type { WorkerSettings } from "../children/bullmq-worker.ts";
import type { Parcel } from "../children/official-clients.ts";
import { type IndexRange, splitRange } from "../index-range.ts";
import { startChild } from "../processes.ts";
import { credentials } from "../simulator-process.ts";
import { wallClockMs } from "../wall-clock.ts";
import type { Arena, Contestant, Entrant, Finish } from "./contestant.ts";
import { parcelsFor } from "./parcels.ts";

const jobsPerRequest = 1_000;

/**
 * BullMQ on Redis with one worker process that pushes through the official SDK. Where a push is answered 400 it adds a job
 * for an SMS. Completed jobs are not kept.
 */
export const bullmq: Contestant = { name: "bullmq", role: "peer", enter };

async function enter({ simulator, scenario, options, signal }: Arena): Promise<Entrant> {
  const prefix = `todoke-bench-${process.pid}`;
  const { redisUrl, concurrency } = options;
  const settings: WorkerSettings = {
    simulatorUrl: simulator.url,
    credentials,
    concurrency,
    scenario,
    redisUrl,
    prefix,
    pushQueueName: "pushes",
    smsQueueName: "sms",
  };
  await using resources = new AsyncDisposableStack();
  const [pushes] = [settings.pushQueueName, settings.smsQueueName].map((name) => {
    const queue = new Queue<Parcel>(name, { connection: { url: redisUrl }, prefix });
    resources.defer(() => removeQueue(queue));
    return queue;
  });
  const module = new URL("../children/bullmq-worker.ts", import.meta.url);
  const worker = resources.use(startChild({ name: "the BullMQ worker", module, arguments: [JSON.stringify(settings)] }));
  await worker.nextMessage(signal);
  const owned = resources.move();
  return {
    processId: worker.processId,
    failure: worker.failure,
    async run(range) {
      const startedAtMs = wallClockMs();
      const requests = splitRange(range, jobsPerRequest).map((part) => pushes!.addBulk(jobsFor(part)));
      const [finish] = await Promise.all([worker.ask(range, signal), ...requests]);
      return { startedAtMs, endedAtMs: (finish as Finish).endedAtMs };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function jobsFor(range: IndexRange) {
  return parcelsFor(range).map((data) => ({ name: "push", data, opts: { removeOnComplete: true } }));
}

async function removeQueue(queue: Queue): Promise<void> {
  await queue.obliterate({ force: true });
  await queue.close();
}
