import { parseArgs } from "node:util";
import { describeReport } from "@todoke/invariants";
import { drawPicture } from "./day/picture.ts";
import { runDay } from "./day/run-day.ts";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "10000" },
    days: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    poll: { type: "string", default: "30000" },
  },
});
const replay = `pnpm simulate --people ${values.people} --days ${values.days} --seed ${values.seed} --poll ${values.poll}`;
const beganMs = performance.now();
try {
  const { people, days, seed, poll } = values;
  const day = await runDay({ people: Number(people), days: Number(days), seed, pollIntervalMs: Number(poll) });
  console.log(drawPicture(day.picture));
  console.log(`\n${describeReport(day.invariants)}`);
  for (const [code, count] of day.refused) console.log(`${count} requests were refused: ${code}`);
  console.log(`the engine died ${day.crashes} times; ${((performance.now() - beganMs) / 1_000).toFixed(1)} s`);
  console.log(`digest ${day.digest}`);
  for (const error of day.errors) console.error(`the engine logged: ${error}`);
  if (day.invariants.findings.length > 0 || day.errors.length > 0) fail();
} catch (error) {
  console.error(error);
  fail();
}
// Engines that died have left their databases open.
process.exit();

function fail(): void {
  console.error(`\nreplay it with: ${replay}`);
  process.exitCode = 1;
}
