import type { BareInsertSettings } from "../children/bare-insert.ts";
import { startCampaign } from "../contestants/campaign.ts";
import { OrchestratorClient } from "../contestants/orchestrator-client.ts";
import { startOrchestratorProcess } from "../contestants/orchestrator-process.ts";
import type { Options } from "../options.ts";
import { createOwnDatabase } from "../own-database.ts";
import { type Child, startChild } from "../processes.ts";
import { startSimulatorProcess } from "../simulator-process.ts";
import type { Acceptor } from "./acceptor.ts";
import { postMessages } from "./post-messages.ts";
import { acceptRanges } from "./ranges.ts";

/** The orchestrator's server connects this often by itself. */
const databaseConnections = 8;

const common = { name: "fastify-insert", isBaseline: true, needs: "postgresql" } as const;

/** One handler with one INSERT on the same PostgreSQL. */
export const bareInserts: readonly Acceptor[] = [
  { ...common, condition: "idle", run: runIdle },
  { ...common, condition: "while-sending", run: runBesideEngine },
];

async function runIdle(options: Options, signal: AbortSignal) {
  await using bare = await startBareServer(options, signal);
  const { measured } = await postMessages(bare, options, signal);
  return { measured, failures: [] };
}

/** An orchestrator in a process of its own sends a campaign on the same PostgreSQL meanwhile. */
async function runBesideEngine(options: Options, signal: AbortSignal) {
  const { campaign: range } = acceptRanges(options);
  await using bare = await startBareServer(options, signal);
  await using simulator = await startSimulatorProcess(range, "personalised", signal);
  await using service = await startOrchestratorProcess("postgresql", { simulator, options, signal });
  await using client = new OrchestratorClient(service.url, options.concurrency, signal);
  const campaign = await startCampaign(client, simulator, range, signal);
  const { measured } = await postMessages(bare, options, signal);
  return { measured, failures: await campaign.end() };
}

interface BareServer extends AsyncDisposable {
  readonly url: string;
  readonly processId: number;
  readonly process: Child;
}

async function startBareServer(options: Options, signal: AbortSignal): Promise<BareServer> {
  await using resources = new AsyncDisposableStack();
  const database = resources.use(await createOwnDatabase(options.postgresqlUrl));
  const settings: BareInsertSettings = { databaseUrl: database.url, connections: databaseConnections };
  const module = new URL("../children/bare-insert.ts", import.meta.url);
  const process = resources.use(startChild({ name: "the bare server", module, arguments: [JSON.stringify(settings)] }));
  const url = (await process.nextMessage(signal)) as string;
  const owned = resources.move();
  return { url, processId: process.processId, process, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
