import { messagingApi } from "@line/bot-sdk";
import { Worker } from "bullmq";
import type { PushJob } from "../contestants/bullmq.ts";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { serveRuns } from "./serve-runs.ts";

/** As {@link ChildSettings}, with the queue to work on. */
export interface WorkerSettings extends ChildSettings {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly queueName: string;
}

const { simulatorUrl, channelAccessToken, concurrency, redisUrl, prefix, queueName } = readChildSettings<WorkerSettings>();
const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: simulatorUrl });
let remaining = 0;
let finish = () => {};

const worker = new Worker<PushJob>(queueName, ({ data }) => push(data), {
  connection: { url: redisUrl, maxRetriesPerRequest: null },
  prefix,
  concurrency,
});
worker.on("completed", () => {
  remaining -= 1;
  if (remaining === 0) finish();
});
worker.on("failed", (_job, error) => fail(error));
worker.on("error", fail);
process.on("SIGTERM", () => void worker.close().finally(() => process.exit()));
await worker.waitUntilReady();

// The jobs come through Redis; a run is over when as many as it has recipients are completed.
serveRuns(({ count }) => {
  remaining = count;
  return new Promise<void>((resolve) => (finish = resolve));
});

async function push({ to, text }: PushJob): Promise<void> {
  await client.pushMessage({ to, messages: [{ type: "text", text }] });
}

function fail(error: Error): void {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
}
