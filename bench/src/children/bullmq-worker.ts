import { Queue, Worker } from "bullmq";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { createOfficialClients, type Parcel } from "./official-clients.ts";
import { openReceiptDoor } from "./receipt-door.ts";
import { serveRuns } from "./serve-runs.ts";

/** As {@link ChildSettings}, with the queues to work on. */
export interface WorkerSettings extends ChildSettings {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly pushQueueName: string;
  readonly smsQueueName: string;
}

const settings = readChildSettings<WorkerSettings>();
const { concurrency, scenario, redisUrl, prefix, pushQueueName, smsQueueName } = settings;
const clients = createOfficialClients(settings);
let remaining = 0;
let finish = () => {};

const smsQueue = new Queue<Parcel>(smsQueueName, { connection: { url: redisUrl }, prefix });
const door = await openReceiptDoor(async () => finishOne());

// An SMS is a job of its own, so that it survives this process, and is over with its receipt.
const workers = [
  startWorker(pushQueueName, async (parcel) => {
    if (await clients.push(parcel)) return finishOne();
    if (scenario !== "failover") throw new Error("a push was answered 400, although all are friends");
    await smsQueue.add("sms", parcel, { removeOnComplete: true });
  }),
  startWorker(smsQueueName, (parcel) => clients.sendSms(parcel, door.addressFor(parcel.lineUserId))),
];
process.on("SIGTERM", () => void Promise.all([...workers, smsQueue].map((each) => each.close())).finally(() => process.exit()));
await Promise.all(workers.map((worker) => worker.waitUntilReady()));

// The jobs come through Redis; a run is over when as many people as it has are done with.
serveRuns(({ count }) => {
  remaining = count;
  return new Promise<void>((resolve) => (finish = resolve));
});

function startWorker(queueName: string, work: (parcel: Parcel) => Promise<void>): Worker<Parcel> {
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const worker = new Worker<Parcel>(queueName, ({ data }) => work(data), { connection, prefix, concurrency });
  worker.on("failed", (_job, error) => fail(error));
  worker.on("error", fail);
  return worker;
}

function finishOne(): void {
  remaining -= 1;
  if (remaining === 0) finish();
}

function fail(error: Error): void {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
}
