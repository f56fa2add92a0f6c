import { DBOSClient } from "@dbos-inc/dbos-sdk";
import pg from "pg";
import type { DbosSettings } from "../children/dbos-worker.ts";
import { type IndexRange, splitRange } from "../index-range.ts";
import { createOwnDatabase } from "../own-database.ts";
import { startChild } from "../processes.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { credentials } from "../simulator-process.ts";
import { wallClockMs } from "../wall-clock.ts";
import type { Arena, Contestant, Entrant, Finish } from "./contestant.ts";
import { parcelsFor } from "./parcels.ts";

const workflowsPerTransaction = 100;
const enqueueingConnections = 4;

/** A durable DBOS workflow per person: push, wait for a receipt of it, else an SMS, and wait for its receipt. */
export const dbos: Contestant = { name: "dbos", role: "peer", enter: (arena) => enter(arena, true) };

/** The same, but a push succeeds when it is answered 200, as it does for all others. */
export const dbosByAnswer: Contestant = { name: "dbos-by-answer", role: "peer", enter: (arena) => enter(arena, false) };

async function enter({ simulator, scenario, options, signal }: Arena, awaitsReceiptOfPush: boolean): Promise<Entrant> {
  await using resources = new AsyncDisposableStack();
  const database = resources.use(await createOwnDatabase(options.postgresqlUrl));
  const settings: DbosSettings = {
    simulatorUrl: simulator.url,
    credentials,
    concurrency: options.concurrency,
    scenario,
    databaseUrl: database.url,
    applicationName: "todoke-bench",
    queueName: "people",
    workflowName: "sendToOne",
    awaitsReceiptOfPush,
  };
  const module = new URL("../children/dbos-worker.ts", import.meta.url);
  const worker = resources.use(startChild({ name: "the DBOS worker", module, arguments: [JSON.stringify(settings)] }));
  await worker.nextMessage(signal);
  const pool = new pg.Pool({ connectionString: database.url, max: enqueueingConnections });
  resources.defer(() => pool.end());
  const client = await DBOSClient.create({ systemDatabaseUrl: database.url, applicationName: settings.applicationName });
  resources.defer(() => client.destroy());
  const owned = resources.move();
  return {
    processId: worker.processId,
    failure: worker.failure,
    async run(range) {
      const startedAtMs = wallClockMs();
      const parts = splitRange(range, workflowsPerTransaction);
      const enqueued = runConcurrently(parts.length, enqueueingConnections, (index) => {
        signal.throwIfAborted();
        return enqueue(client, pool, settings, parts[index]!);
      });
      const [finish] = await Promise.all([worker.ask(range, signal), enqueued]);
      return { startedAtMs, endedAtMs: (finish as Finish).endedAtMs };
    },
    check: () => checkWorkflows(pool),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Many in one transaction: the fastest way that the SDK documents. */
async function enqueue(client: DBOSClient, pool: pg.Pool, { queueName, workflowName }: DbosSettings, range: IndexRange): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query("begin");
    for (const parcel of parcelsFor(range)) await client.enqueueInTransaction(connection, { queueName, workflowName }, parcel);
    await connection.query("commit");
  } finally {
    connection.release();
  }
}

async function checkWorkflows(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ status: string; count: string }>(
    "select status, count(*) from dbos.workflow_status where status <> 'SUCCESS' group by status",
  );
  return rows.map(({ status, count }) => `${count} workflows are ${status}`);
}
