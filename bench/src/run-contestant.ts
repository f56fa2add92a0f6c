import type { LedgerEntry } from "@todoke/simulator";
import { readLedger } from "./check-ledger.ts";
import type { Arena, Contestant, Entry, Finish } from "./contestants/contestant.ts";
import { cpuBetween, readCpu, type CpuReading } from "./cpu-reading.ts";
import { describeFailure } from "./describe-error.ts";
import { loadAverage } from "./machine.ts";
import type { Options } from "./options.ts";
import { peakResidentBytes } from "./process-statistics.ts";
import type { Measurements, Run } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { startSimulatorProcess } from "./simulator-process.ts";

/** Runs one contestant once against a simulator of its own. Never rejects: what goes wrong is a failure of the run. */
export async function runContestant(
  { contestant, recipients }: Entry,
  scenario: Scenario,
  options: Options,
  round: number,
  interrupt: AbortSignal,
): Promise<Run> {
  const common = { contestant: contestant.name, role: contestant.role, round, recipients, simulatorBound: [] };
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(options.runLimitMs)]);
  try {
    return { ...common, ...(await measureContestant(contestant, recipients, scenario, options, signal)) };
  } catch (error) {
    return { ...common, failures: [describeFailure(error, signal)] };
  }
}

async function measureContestant(
  contestant: Contestant,
  recipients: number,
  scenario: Scenario,
  options: Options,
  signal: AbortSignal,
): Promise<Pick<Run, "failures"> & { readonly measured: Measurements }> {
  const measured = { from: 1, count: recipients };
  const warmUp = { from: 1 + recipients, count: Math.min(options.warmUp, recipients) };
  await using simulator = await startSimulatorProcess({ from: 1, count: measured.count + warmUp.count }, scenario, signal);
  const arena: Arena = { simulator, scenario, options, measured, warmUp, signal };
  await using entrant = await contestant.enter(arena);
  const inTime = <Result>(work: Promise<Result>) => Promise.race([work, entrant.failure, simulator.process.failure]);

  await inTime(entrant.run(warmUp));
  const { length: before } = await simulator.ledger(0, signal);
  const first = readCpu(entrant.processId, simulator.process.processId);
  const finish = await inTime(entrant.run(measured));
  const used = cpuBetween(first, readCpu(entrant.processId, simulator.process.processId));
  const peakBytes = peakResidentBytes(entrant.processId);

  const ledger = await simulator.ledger(before, signal);
  const { complaints, reached } = readLedger(ledger, measured, scenario);
  const lost = contestant.role === "ours" && reached < recipients ? [`${recipients - reached} people were not reached`] : [];
  const failures = [...complaints, ...lost, ...((await entrant.check?.()) ?? [])];
  return { measured: { ...measurementsOf(recipients, finish, ledger, used, peakBytes), reachedShare: reached / recipients }, failures };
}

function measurementsOf(
  recipients: number,
  { startedAtMs, firstCallAtMs, endedAtMs }: Finish,
  ledger: readonly LedgerEntry[],
  used: CpuReading,
  peakBytes: number | undefined,
): Omit<Measurements, "reachedShare"> {
  const firstAcceptedAtMs = Date.parse(ledger[0]?.at ?? "");
  const elapsedMs = endedAtMs - startedAtMs;
  const dispatchMs = endedAtMs - (firstCallAtMs ?? firstAcceptedAtMs);
  const each = (microseconds: number | undefined) => (microseconds === undefined ? undefined : microseconds / recipients);
  return {
    elapsedMs,
    recipientsPerSecond: (recipients / elapsedMs) * 1_000,
    dispatchMs,
    dispatchPerSecond: (recipients / dispatchMs) * 1_000,
    cpuPerRecipient: each(used.contestant),
    cpuElsewhere: {
      simulator: each(used.simulator),
      postgresql: each(used.postgresql),
      redis: each(used.redis),
      driver: each(used.driver),
    },
    simulatorCores: used.simulator === undefined ? undefined : used.simulator / 1_000 / elapsedMs,
    peakResidentMiB: peakBytes === undefined ? undefined : peakBytes / 2 ** 20,
    loadAverage: loadAverage(),
  };
}
