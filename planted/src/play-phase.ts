import { allScenarios } from "./scenarios/all-scenarios.ts";
import type { PhaseOrder } from "./stage/order.ts";
import { Stage } from "./stage/stage.ts";

/* Plays the phase that the first argument names, in a process that may be killed in the middle of it. */

const order = JSON.parse(process.argv[2]!) as PhaseOrder;
const phase = allScenarios.find(({ name }) => name === order.scenario)!.phases[order.phase]!;
const stage = new Stage(order);
await phase.play(stage);
await stage.close();
process.exit(0);
