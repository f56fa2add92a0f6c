import type { Run } from "./run.ts";

/** A simulator that uses more of a core than this may have been what set the pace. */
const mostSimulatorCores = 0.8;

/** The simulator must be able to take this many times what the fastest contestant sends. */
const leastHeadroom = 2;

/**
 * Says of each run of one round why it proves nothing about its contestant: because the simulator was busy, or because
 * it could not have taken twice what the round's fastest contestant sent. How much it can take is measured by the
 * round's `ceiling` runs, which are no contestants and are never marked.
 */
export function markSimulatorBound(round: readonly Run[]): readonly Run[] {
  const rateOf = ({ measured }: Run) => measured?.recipientsPerSecond ?? 0;
  const contestants = round.filter(({ role }) => role !== "ceiling");
  const ceilings = round.filter(({ role, measured }) => role === "ceiling" && measured !== undefined);
  const fastest = Math.max(0, ...contestants.map(rateOf));
  const ceiling = Math.max(0, ...ceilings.map(rateOf));
  const headroom = headroomComplaint(fastest, ceilings.length === 0 ? undefined : ceiling);
  return round.map((run) => {
    if (run.role === "ceiling" || run.measured === undefined) return run;
    return { ...run, simulatorBound: [...busyComplaint(run.measured.simulatorCores), ...headroom] };
  });
}

function headroomComplaint(fastest: number, ceiling: number | undefined): readonly string[] {
  if (ceiling === undefined) return ["no bare loop ran to find out how much the simulator takes"];
  if (ceiling >= leastHeadroom * fastest) return [];
  return [`the simulator took ${Math.round(ceiling)}/s, less than ${leastHeadroom} times the fastest contestant's ${Math.round(fastest)}/s`];
}

function busyComplaint(cores: number | undefined): readonly string[] {
  if (cores === undefined) return ["how busy the simulator was is not known on this system"];
  return cores > mostSimulatorCores ? [`the simulator used ${Math.round(cores * 100)} % of a core`] : [];
}
