import { describeFailure } from "../describe-error.ts";
import { chosen, rotated } from "../line-up.ts";
import { wholeNumber } from "../number-text.ts";
import type { MeasurePart, PartContext } from "../parts/part.ts";
import type { AcceptRun } from "./accept-run.ts";
import { acceptingOrchestrator } from "./accepting-orchestrator.ts";
import type { Acceptor } from "./acceptor.ts";
import { bareInserts } from "./bare-insert.ts";

const acceptors: readonly Acceptor[] = [
  ...bareInserts,
  ...(["postgresql", "apart", "pglite"] as const).flatMap((store) =>
    (["idle", "scheduled", "while-sending"] as const).map((condition) => acceptingOrchestrator(store, condition))),
];

/** Single messages by HTTP, with nothing else to do and while a campaign is under way, beside a bare INSERT. */
export const measureAccepting: MeasurePart = async (context) => {
  const { options, servers } = context;
  const found = acceptors.filter(({ needs }) => needs === undefined || servers[needs] !== undefined);
  const taking = chosen(found, options.only);
  const runs: AcceptRun[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const acceptor of rotated(taking, round)) runs.push(await measureOne(acceptor, round, context));
  }
  const place = ({ contestant, condition }: AcceptRun) =>
    taking.findIndex((acceptor) => acceptor.name === contestant && acceptor.condition === condition);
  return { part: "accept", runs: runs.toSorted((left, right) => place(left) - place(right)) };
};

async function measureOne(acceptor: Acceptor, round: number, { options, interrupt, progress }: PartContext): Promise<AcceptRun> {
  interrupt.throwIfAborted();
  const { name, condition, isBaseline } = acceptor;
  progress(`accept, round ${round} of ${options.rounds}: ${name}, ${condition} …`);
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(options.runLimitMs)]);
  const result = await acceptor.run(options, signal).catch((error: unknown) => ({ failures: [describeFailure(error, signal)] }));
  const run: AcceptRun = { contestant: name, condition, isBaseline, round, requests: options.accept, ...result };
  progress(`  ${run.failures.length > 0 ? "FAILED" : `${wholeNumber(run.measured?.requestsPerSecond)} requests/s`}`);
  return run;
}
