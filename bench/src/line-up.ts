import { acceptingOrchestrator, type Acceptor, bareInsert } from "./accept-rate.ts";
import { bullmq } from "./contestants/bullmq.ts";
import type { Contestant } from "./contestants/contestant.ts";
import { bareLoop, sdkLoop } from "./contestants/loops.ts";
import { orchestrator } from "./contestants/orchestrator.ts";

/** Servers that answered. */
export interface FoundServers {
  readonly postgresql: string | undefined;
  readonly redis: string | undefined;
}

/** Who can run here, in the order of the first round. */
export function lineUp({ postgresql, redis }: FoundServers, identical: boolean): readonly Contestant[] {
  const hasPostgresql = postgresql !== undefined;
  return [
    bareLoop,
    sdkLoop,
    ...(redis === undefined || identical ? [] : [bullmq]),
    orchestrator("pglite", "fresh"),
    ...(hasPostgresql ? [orchestrator("postgresql", "fresh")] : []),
    ...(identical ? [] : [orchestrator("pglite", "cold")]),
    ...(hasPostgresql && !identical ? [orchestrator("postgresql", "cold")] : []),
  ];
}

/** Who can accept single messages here. */
export function acceptorLineUp({ postgresql }: FoundServers): readonly Acceptor[] {
  const onPostgresql = postgresql === undefined ? [] : [bareInsert, acceptingOrchestrator("postgresql")];
  return [...onPostgresql, acceptingOrchestrator("pglite")];
}

/** The same contestants beginning with another one each round, so that none always follows the same one. */
export function rotated<Item>(items: readonly Item[], round: number): readonly Item[] {
  const start = items.length === 0 ? 0 : (round - 1) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
