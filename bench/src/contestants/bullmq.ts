import { Queue } from "bullmq";
import type { WorkerSettings } from "../children/bullmq-worker.ts";
import { type IndexRange, splitRange } from "../index-range.ts";
import { peopleIn, personalText } from "../people.ts";
import { startChild } from "../processes.ts";
import { credentials } from "../simulator-process.ts";
import { wallClockMs } from "../wall-clock.ts";
import type { Arena, Contestant, Entrant, Finish } from "./contestant.ts";

/** One push, as a job. */
export interface PushJob {
  readonly to: string;
  readonly text: string;
}

const queueName = "pushes";
const jobsPerRequest = 1_000;

/** BullMQ on Redis with one worker process that pushes through the official SDK. Completed jobs are not kept. */
export const bullmq: Contestant = { name: "bullmq", role: "peer", enter };

async function enter({ simulator, options, signal }: Arena): Promise<Entrant> {
  const prefix = `todoke-bench-${process.pid}`;
  const { redisUrl, concurrency } = options;
  await using resources = new AsyncDisposableStack();
  const queue = new Queue<PushJob>(queueName, { connection: { url: redisUrl }, prefix });
  resources.defer(() => removeQueue(queue));
  const settings: WorkerSettings = {
    simulatorUrl: simulator.url,
    channelAccessToken: credentials.channelAccessToken,
    concurrency,
    identical: false,
    redisUrl,
    prefix,
    queueName,
  };
  const module = new URL("../children/bullmq-worker.ts", import.meta.url);
  const worker = resources.use(startChild({ name: "the BullMQ worker", module, arguments: [JSON.stringify(settings)] }));
  await worker.nextMessage(signal);
  const owned = resources.move();
  return {
    processId: worker.processId,
    failure: worker.failure,
    async run(range) {
      const startedAtMs = wallClockMs();
      const requests = splitRange(range, jobsPerRequest).map((part) => queue.addBulk(jobsFor(part)));
      const [finish] = await Promise.all([worker.ask(range, signal), ...requests]);
      return { startedAtMs, endedAtMs: (finish as Finish).endedAtMs };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function jobsFor(range: IndexRange) {
  return peopleIn(range).map((person) => ({
    name: "push",
    data: { to: person.lineUserId, text: personalText(person) },
    opts: { removeOnComplete: true },
  }));
}

async function removeQueue(queue: Queue): Promise<void> {
  await queue.obliterate({ force: true });
  await queue.close();
}
