import type { AddressInfo } from "node:net";
import { CallbackPoster } from "./callbacks/callback-poster.ts";
import { CallbackQueue } from "./callbacks/callback-queue.ts";
import { createClock } from "./clock.ts";
import { Faults, type FaultRule } from "./faults.ts";
import { openLedger, type LedgerEntry } from "./ledger.ts";
import { createLineState } from "./line/line-state.ts";
import { registerLineRoutes } from "./line/routes.ts";
import type { SimulatorOptions } from "./options.ts";
import { createPeople, type Person, type PersonChange } from "./people.ts";
import { createRandom } from "./random.ts";
import { createServer } from "./server.ts";
import type { Simulation } from "./simulation.ts";
import { createEndpointCounts, type Statistics } from "./statistics.ts";
import { registerTwilioRoutes } from "./twilio/routes.ts";
import { createTwilioState } from "./twilio/twilio-state.ts";

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:PORT`: the base address of LINE's API, of its data API, and of Twilio's API. */
  readonly url: string;
  /** What was accepted, in order. */
  ledger(): readonly LedgerEntry[];
  addFault(rule: FaultRule): void;
  /** Replaces everybody; posts no webhooks. */
  setPeople(people: readonly Person[]): void;
  /** Changes one person. Throws `UnknownPersonError` when nobody has that id or number. */
  setPerson(idOrPhone: string, change: PersonChange): void;
  /** Moves the simulator's clock forward; what falls due on the way is started, see `settled`. */
  advanceClock(ms: number): void;
  /** Resolves when no callback is under way and none is due at the present clock. */
  settled(): Promise<void>;
  statistics(): Statistics;
  /** Ends every connection; what has not been posted is dropped. */
  close(): Promise<void>;
}

/** Starts LINE and Twilio on 127.0.0.1 and resolves when they answer. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulation = createSimulation(options);
  const { clock, people, faults, ledger, callbacks, poster, counts } = simulation;
  const line = createLineState(simulation, options.line ?? {});
  const twilio = createTwilioState(simulation, options.twilio ?? {});
  const server = createServer();
  registerLineRoutes(server, line);
  registerTwilioRoutes(server, twilio);
  await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ledger: () => ledger.entries(),
    addFault: (rule) => faults.add(rule),
    setPeople: (everybody) => people.replaceAll(everybody),
    setPerson(idOrPhone, { silent, ...change }) {
      people.change(idOrPhone, change);
    },
    advanceClock(ms) {
      clock.advance(ms);
      callbacks.flush();
    },
    settled: () => callbacks.settled(),
    statistics: () => ({ endpoints: counts, callbacks: poster.counts, cpuUsage: process.cpuUsage() }),
    async close() {
      await server.close();
      await callbacks.close();
      ledger.close();
    },
  };
}

function createSimulation(options: SimulatorOptions): Simulation {
  const clock = createClock();
  const poster = new CallbackPoster();
  return {
    clock,
    random: createRandom(options.seed ?? 1),
    people: createPeople(options.people ?? []),
    faults: new Faults(),
    ledger: openLedger(options.ledgerPath),
    poster,
    callbacks: new CallbackQueue(clock, poster),
    counts: createEndpointCounts(),
    latencyMs: options.latencyMs,
  };
}
