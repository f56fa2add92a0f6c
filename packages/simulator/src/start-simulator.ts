import type { AddressInfo } from "node:net";
import { CallbackPoster } from "./callbacks/callback-poster.ts";
import { CallbackQueue } from "./callbacks/callback-queue.ts";
import { createClock } from "./clock.ts";
import { registerControlRoutes } from "./control/routes.ts";
import { loadFakes } from "./fakes/load-fake.ts";
import { mountFake } from "./fakes/mount-fake.ts";
import { Faults } from "./faults.ts";
import { openLedger } from "./ledger.ts";
import { reportFollow } from "./line/events/follow-events.ts";
import { raiseLineEvents } from "./line/events/raise-events.ts";
import { createLineChannel } from "./line/line-channel.ts";
import { registerLineRoutes } from "./line/routes.ts";
import type { SimulatorOptions } from "./options.ts";
import { createPeople } from "./people.ts";
import { personWrites } from "./person-writes.ts";
import { createRandom } from "./random.ts";
import { createServer } from "./server.ts";
import type { Simulation } from "./simulation.ts";
import type { Simulator } from "./simulator.ts";
import { createEndpointCounts } from "./statistics.ts";
import { registerTwilioRoutes } from "./twilio/routes.ts";
import { createTwilioAccount } from "./twilio/twilio-account.ts";
import { assertFaultRule } from "./validation/fault.ts";
import { assertLineEvents } from "./validation/line-event.ts";
import { assertOptions } from "./validation/options.ts";

/** Starts LINE, Twilio and what `providers` names on 127.0.0.1; resolves when they answer. Throws `InvalidInputError` for wrong options. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  assertOptions(options);
  const simulation = createSimulation(options);
  const { clock, people, faults, ledger, callbacks, poster, counts } = simulation;
  const line = createLineChannel(simulation, options.line ?? {});
  const twilio = createTwilioAccount(simulation, options.twilio ?? {});
  const server = createServer();
  const { providers = [] } = options;
  const fakes = (await loadFakes(providers)).map((fake, index) =>
    mountFake(server, simulation, fake, providers[index]?.settings ?? {}, `providers[${index}].settings`),
  );
  const fakeEndpoints = fakes.flatMap(({ endpointNames }) => endpointNames);

  const controls: Omit<Simulator, "url" | "close"> = {
    ledger: () => ledger.entries(),
    addFault(rule) {
      assertFaultRule(rule, fakeEndpoints);
      faults.add(rule);
    },
    clearFaults: () => faults.clear(),
    setPeople: (everybody) => people.replaceAll(everybody),
    setPerson(idOrPhone, { silent, ...change }) {
      const { before, after } = people.change(idOrPhone, change);
      if (silent !== true) reportFollow(line, before, after);
    },
    personWrites(idOrPhone, text) {
      personWrites(line, twilio, idOrPhone, text);
      if (people.byPhone(idOrPhone) === undefined) return;
      for (const { running } of fakes) running.personWrites?.(idOrPhone, text);
    },
    raiseLineEvents(...events) {
      assertLineEvents(events);
      raiseLineEvents(line, events);
    },
    advanceClock(ms) {
      clock.advance(ms);
      callbacks.clockAdvanced();
    },
    settled: () => callbacks.settled(),
    statistics: () => ({ endpoints: counts, callbacks: poster.counts, cpuUsage: process.cpuUsage() }),
  };

  registerLineRoutes(server, line);
  registerTwilioRoutes(server, twilio);
  registerControlRoutes(server, controls);
  await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    ...controls,
    url: `http://127.0.0.1:${port}`,
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
