import { requestFor } from "../contestants/message-requests.ts";
import { OrchestratorClient } from "../contestants/orchestrator-client.ts";
import { createOrchestratorHome, type OrchestratorProcess, type Store } from "../contestants/orchestrator-process.ts";
import { describeFailure } from "../describe-error.ts";
import { chosen, rotated } from "../line-up.ts";
import type { MeasurePart, PartContext } from "../parts/part.ts";
import { cpuOfProcess, peakResidentBytes } from "../process-statistics.ts";
import { startSimulatorProcess } from "../simulator-process.ts";
import type { StartFigures, StartRun } from "./start-run.ts";

const starters = (["pglite", "postgresql"] as const).map((store) => ({ name: `todoke-${store}`, store }));

/** How long the orchestrator takes to be ready: the first time, and again with what it left behind. */
export const measureStarts: MeasurePart = async (context) => {
  const { options, servers } = context;
  const found = starters.filter(({ store }) => store === "pglite" || servers.postgresql !== undefined);
  const taking = chosen(found, options.only);
  const runs: StartRun[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const { name, store } of rotated(taking, round)) runs.push(...(await measureOne(name, store, round, context)));
  }
  const order = taking.map(({ name }) => name);
  return { part: "start", runs: runs.toSorted((left, right) => order.indexOf(left.contestant) - order.indexOf(right.contestant)) };
};

async function measureOne(contestant: string, store: Store, round: number, context: PartContext): Promise<readonly StartRun[]> {
  const { options, interrupt, progress } = context;
  interrupt.throwIfAborted();
  progress(`start, round ${round} of ${options.rounds}: ${contestant} …`);
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(options.runLimitMs)]);
  try {
    const { cold, warm, failures } = await startTwice(store, context, signal);
    progress(`  ${Math.round(cold.readyAfterMs)} ms cold, ${Math.round(warm.readyAfterMs)} ms warm`);
    return [
      { contestant, start: "cold", round, measured: cold, failures: [] },
      { contestant, start: "warm", round, measured: warm, failures },
    ];
  } catch (error) {
    progress("  FAILED");
    return [{ contestant, start: "cold", round, failures: [describeFailure(error, signal)] }];
  }
}

/** Between the two starts a message is sent, so that the second one finds something. */
async function startTwice(store: Store, { options }: PartContext, signal: AbortSignal) {
  const people = { from: 1, count: options.warmUp };
  await using simulator = await startSimulatorProcess(people, "personalised", signal);
  await using home = await createOrchestratorHome(store, { simulator, options });
  const [cold, id] = await startOnce(async (client) => {
    const message = await client.submit(requestFor(people, "personalised", { reachability: "assume" }));
    await client.completed(message.id);
    return message.id;
  });
  const [warm, kept] = await startOnce((client) => client.message(id));
  const failures = kept.counts.final === people.count ? [] : [`${kept.counts.final} of ${people.count} outcomes outlived the restart`];
  return { cold, warm, failures };

  async function startOnce<Result>(then: (client: OrchestratorClient) => Promise<Result>): Promise<[StartFigures, Result]> {
    await using service = await home.start(signal);
    const figures = figuresOf(service);
    await using client = new OrchestratorClient(service.url, options.concurrency, signal);
    return [figures, await then(client)];
  }
}

function figuresOf({ process, readyAfterMs }: OrchestratorProcess): StartFigures {
  const cpu = cpuOfProcess(process.processId);
  const peakBytes = peakResidentBytes(process.processId);
  return {
    readyAfterMs,
    cpuMs: cpu === undefined ? undefined : cpu / 1_000,
    peakResidentMiB: peakBytes === undefined ? undefined : peakBytes / 2 ** 20,
  };
}
