import type { Invariant } from "../invariant.ts";
import { accountedSends } from "./accounted-sends.ts";
import { eventsAndReports } from "./events-and-reports.ts";
import { keyDiscipline } from "./key-discipline.ts";
import { noLoss } from "./no-loss.ts";
import { permittedTimes } from "./permitted-times.ts";
import { steadyState } from "./steady-state.ts";
import { trueCounters } from "./true-counters.ts";
import { withinRates } from "./within-rates.ts";

/** Every promise, in its order. A new one is added here. */
export const allInvariants: readonly Invariant[] = [
  noLoss,
  accountedSends,
  keyDiscipline,
  permittedTimes,
  withinRates,
  steadyState,
  eventsAndReports,
  trueCounters,
];
