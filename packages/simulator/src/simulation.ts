import type { CallbackPoster } from "./callbacks/callback-poster.ts";
import type { CallbackQueue } from "./callbacks/callback-queue.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { SimulatorOptions } from "./options.ts";
import type { People } from "./people.ts";
import type { Random } from "./random.ts";
import type { CountsByEndpoint } from "./statistics.ts";

/** What all providers and the control surface share. */
export interface Simulation {
  readonly clock: Clock;
  readonly random: Random;
  readonly people: People;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly poster: CallbackPoster;
  readonly callbacks: CallbackQueue;
  readonly counts: CountsByEndpoint;
  readonly latencyMs: SimulatorOptions["latencyMs"];
}
