import { bullmq } from "./contestants/bullmq.ts";
import type { Contestant, Entry } from "./contestants/contestant.ts";
import { dbos, dbosByAnswer } from "./contestants/dbos.ts";
import { bareLoop, sdkLoop } from "./contestants/loops.ts";
import { orchestrator } from "./contestants/orchestrator.ts";
import type { Scenario } from "./scenario.ts";
import { dbosShare, type Sizes } from "./sizes.ts";

/** Servers that answered, by their versions. */
export interface FoundServers {
  readonly postgresql: string | undefined;
  readonly redis: string | undefined;
}

/** A contestant with what it needs. */
interface Candidate extends Entry {
  readonly needs?: keyof FoundServers;
}

/** Who sends in a scenario, in the order of the first round, without those whose server did not answer. */
export function lineUp(scenario: Scenario, sizes: Sizes, found: FoundServers): readonly Entry[] {
  return candidates[scenario](sizes).filter(({ needs }) => needs === undefined || found[needs] !== undefined);
}

const candidates: Readonly<Record<Scenario, (sizes: Sizes) => readonly Candidate[]>> = {
  personalised: ({ personalised }) => [
    sending(bareLoop, personalised),
    sending(sdkLoop, personalised),
    sending(bullmq, personalised, "redis"),
    sending(dbos, dbosShare(personalised), "postgresql"),
    sending(dbosByAnswer, dbosShare(personalised), "postgresql"),
    sending(orchestrator("pglite", "fresh"), personalised),
    sending(orchestrator("postgresql", "fresh"), personalised, "postgresql"),
    sending(orchestrator("pglite", "cold"), personalised),
    sending(orchestrator("postgresql", "cold"), personalised, "postgresql"),
  ],
  identical: ({ identical, loopMost }) => [
    sending(bareLoop, identical),
    sending(sdkLoop, Math.min(identical, loopMost)),
    sending(orchestrator("pglite", "fresh"), identical),
    sending(orchestrator("postgresql", "fresh"), identical, "postgresql"),
  ],
  failover: ({ failover }) => [
    sending(bareLoop, failover),
    sending(sdkLoop, failover),
    sending(bullmq, failover, "redis"),
    sending(dbosByAnswer, dbosShare(failover), "postgresql"),
    sending(orchestrator("pglite", "fresh"), failover),
    sending(orchestrator("postgresql", "fresh"), failover, "postgresql"),
    sending(orchestrator("postgresql", "cold"), failover, "postgresql"),
  ],
};

function sending(contestant: Contestant, recipients: number, needs?: keyof FoundServers): Candidate {
  return { contestant, recipients, ...(needs !== undefined && { needs }) };
}

/** The same in an order that begins with another one each round, so that none always follows the same one. */
export function rotated<Item>(items: readonly Item[], round: number): readonly Item[] {
  const start = items.length === 0 ? 0 : (round - 1) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Those that were asked for by name; all of them where nobody was. */
export function chosen<Named extends { readonly name: string }>(all: readonly Named[], only: readonly string[]): readonly Named[] {
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
}
