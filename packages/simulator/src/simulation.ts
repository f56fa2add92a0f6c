import type { CallbackPoster } from "./callbacks/callback-poster.ts";
import type { CallbackQueue } from "./callbacks/callback-queue.ts";
import type { Clock } from "./clock.ts";
import type { EndpointName } from "./endpoint-name.ts";
import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { SimulatorOptions } from "./options.ts";
import type { People } from "./people.ts";
import type { Random } from "./random.ts";
import type { EndpointCounts } from "./statistics.ts";

/** What both providers and the control surface share. */
export interface Simulation {
  readonly clock: Clock;
  readonly random: Random;
  readonly people: People;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly poster: CallbackPoster;
  readonly callbacks: CallbackQueue;
  readonly counts: Readonly<Record<EndpointName, EndpointCounts>>;
  readonly latencyMs: SimulatorOptions["latencyMs"];
}
