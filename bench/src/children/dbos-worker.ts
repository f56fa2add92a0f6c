import { DBOS } from "@dbos-inc/dbos-sdk";
import { setTimeout as sleep } from "node:timers/promises";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { createOfficialClients, type Parcel } from "./official-clients.ts";
import { openReceiptDoor } from "./receipt-door.ts";
import { serveRuns } from "./serve-runs.ts";

/** As {@link ChildSettings}, with the database and the names that the enqueueing process must know. */
export interface DbosSettings extends ChildSettings {
  readonly databaseUrl: string;
  readonly applicationName: string;
  readonly queueName: string;
  readonly workflowName: string;
  /** Whether a push succeeds by its receipt rather than by its answer. */
  readonly awaitsReceiptOfPush: boolean;
}

/** How long a workflow waits for a receipt before it takes LINE, or the SMS, for failed. */
const receiptTimeoutSeconds = 60;

/** By default a queue is looked at once a second, and would start no more workflows in that time than run at once. */
const pollingIntervalMs = 10;

type SentBy = "line" | "sms" | "nobody";

const settings = readChildSettings<DbosSettings>();
const clients = createOfficialClients(settings);
let remaining = 0;
let finish = () => {};
const door = await openReceiptDoor((workflowId) => DBOS.send(workflowId, "receipt", "receipt"));

DBOS.registerWorkflow(sendAndCount, { name: settings.workflowName });
DBOS.setConfig({ name: settings.applicationName, systemDatabaseUrl: settings.databaseUrl, logLevel: "error" });
await DBOS.launch();
await DBOS.registerQueue(settings.queueName, { workerConcurrency: settings.concurrency, minPollingIntervalMs: pollingIntervalMs });

// The workflows come through the database; a run is over when as many people as it has are done with, and that is written.
serveRuns(async ({ count }) => {
  remaining = count;
  await new Promise<void>((resolve) => (finish = resolve));
  while (await hasUnfinished()) await sleep(pollingIntervalMs);
});

async function hasUnfinished(): Promise<boolean> {
  const { length } = await DBOS.listWorkflows({ status: ["ENQUEUED", "PENDING"], limit: 1, loadInput: false, loadOutput: false });
  return length > 0;
}

async function sendAndCount(parcel: Parcel): Promise<SentBy> {
  const sentBy = await sendToOne(parcel);
  remaining -= 1;
  if (remaining === 0) finish();
  return sentBy;
}

/** One durable workflow for one person: LINE, and where it does not succeed an SMS. */
async function sendToOne(parcel: Parcel): Promise<SentBy> {
  const workflowId = DBOS.workflowID ?? "";
  const isAccepted = await DBOS.runStep(() => pushWithReceipt(parcel, workflowId), { name: "push" });
  if (isAccepted && (!settings.awaitsReceiptOfPush || (await hasReceipt()))) return "line";
  await DBOS.runStep(() => clients.sendSms(parcel, door.addressFor(workflowId)), { name: "sms" });
  return (await hasReceipt()) ? "sms" : "nobody";
}

async function hasReceipt(): Promise<boolean> {
  return (await DBOS.recv("receipt", receiptTimeoutSeconds)) !== null;
}

/** LINE sends no receipts for pushes: where one is waited for, this posts it to our own door as a provider would. */
async function pushWithReceipt(parcel: Parcel, workflowId: string): Promise<boolean> {
  const isAccepted = await clients.push(parcel);
  if (isAccepted && settings.awaitsReceiptOfPush) {
    void fetch(door.addressFor(workflowId), { method: "POST", body: "MessageStatus=delivered" });
  }
  return isAccepted;
}
