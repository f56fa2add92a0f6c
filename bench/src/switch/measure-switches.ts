import { setTimeout as sleep } from "node:timers/promises";
import { startCampaign } from "../contestants/campaign.ts";
import { OrchestratorClient } from "../contestants/orchestrator-client.ts";
import { startOrchestratorProcess, type Store } from "../contestants/orchestrator-process.ts";
import { describeFailure } from "../describe-error.ts";
import { chosen, rotated } from "../line-up.ts";
import { quantile } from "../median.ts";
import { wholeNumber } from "../number-text.ts";
import type { Options } from "../options.ts";
import type { MeasurePart, PartContext } from "../parts/part.ts";
import { peopleIn, type Person } from "../people.ts";
import { type SimulatorProcess, startSimulatorProcess } from "../simulator-process.ts";
import { causes, delaysOf, requestFor } from "./causes.ts";
import type { SwitchCause, SwitchRun } from "./switch-run.ts";

/** Between one message and the next: few enough that none waits for another. */
const betweenMessagesMs = 50;

/** Pushes of the campaign for each millisecond that it has to last, more than any store sends. */
const campaignPerMs = 12;

/** Beside the messages themselves: deadlines, and the last ones' receipts. */
const afterMessagesMs = 4_000;

const stores = (["postgresql", "pglite"] as const).map((store) => ({ name: `todoke-${store}`, store }));

const situations = (["refused", "deadline"] as const).flatMap((cause) =>
  (["idle", "while-sending"] as const).map((meanwhile) => ({ cause, meanwhile })));

type Situation = (typeof situations)[number];

/** How soon an SMS goes out when LINE has failed for one person, with nothing else to do and while a campaign is sent. */
export const measureSwitches: MeasurePart = async (context) => {
  const { options, servers } = context;
  const found = stores.filter(({ store }) => store === "pglite" || servers.postgresql !== undefined);
  const taking = chosen(found, options.only);
  const runs: SwitchRun[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const { name, store } of rotated(taking, round)) runs.push(...(await measureStore(name, store, round, context)));
  }
  const order = taking.map(({ name }) => name);
  return { part: "switch", runs: runs.toSorted((left, right) => order.indexOf(left.contestant) - order.indexOf(right.contestant)) };
};

/** What all situations of one orchestrator happen in. */
interface Scene {
  readonly simulator: SimulatorProcess;
  readonly client: OrchestratorClient;
  readonly signal: AbortSignal;
}

/** One situation after the other in one orchestrator, each with people of its own. */
async function measureStore(contestant: string, store: Store, round: number, context: PartContext): Promise<readonly SwitchRun[]> {
  const { options, interrupt, progress } = context;
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(options.runLimitMs)]);
  const perSituation = options.switches + campaignSize(options);
  const runs: SwitchRun[] = [];
  try {
    interrupt.throwIfAborted();
    const everybody = { from: 1, count: perSituation * situations.length };
    await using simulator = await startSimulatorProcess(everybody, "personalised", signal, { notification: "consent-pending" });
    await using service = await startOrchestratorProcess(store, { simulator, options, signal });
    await using client = new OrchestratorClient(service.url, options.concurrency, signal);
    for (const [index, situation] of situations.entries()) {
      const { cause, meanwhile } = situation;
      progress(`switch, round ${round} of ${options.rounds}: ${contestant}, ${cause}, ${meanwhile} …`);
      const result = await watchSwitches(situation, 1 + index * perSituation, options, { simulator, client, signal });
      progress(`  ${result.failures.length > 0 ? "FAILED" : `${wholeNumber(quantile(result.delaysMs, 0.5))} ms`}`);
      runs.push({ contestant, cause, meanwhile, round, people: options.switches, ...result });
    }
  } catch (error) {
    progress("  FAILED");
    const failures = [describeFailure(error, signal)];
    runs.push(...situations.slice(runs.length).map((left) => ({ contestant, ...left, round, people: options.switches, failures })));
  }
  return runs;
}

function campaignSize({ switches }: Options): number {
  return (switches * betweenMessagesMs + afterMessagesMs) * campaignPerMs;
}

async function watchSwitches({ cause, meanwhile }: Situation, from: number, options: Options, { simulator, client, signal }: Scene) {
  const people = peopleIn({ from, count: options.switches });
  const others = { from: from + options.switches, count: campaignSize(options) };
  const { length: before } = await simulator.ledger(0, signal);
  for (const person of people) {
    const fault = causes[cause].fault?.(person);
    if (fault !== undefined) await simulator.addFault(fault, signal);
  }
  const campaign = meanwhile === "while-sending" ? await startCampaign(client, simulator, others, signal) : undefined;
  const ids = await postOneByOne(client, cause, people, signal);
  for (const id of ids) await client.completed(id);
  const ended = (await campaign?.end()) ?? [];
  await client.allCompleted();
  const delaysMs = delaysOf(cause, people, await simulator.ledger(before, signal));
  const missing = people.length - delaysMs.length;
  return { delaysMs, failures: [...ended, ...(missing === 0 ? [] : [`${missing} people did not get both`])] };
}

async function postOneByOne(
  client: OrchestratorClient,
  cause: SwitchCause,
  people: readonly Person[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const person of people) {
    ids.push((await client.submit(requestFor(cause, person))).id);
    await sleep(betweenMessagesMs, undefined, { signal });
  }
  return ids;
}
