import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Stryker } from "@stryker-mutator/core";
import { forgetSurvivors } from "./earlier-result.ts";
import { mutatedFiles, type MutatedAdapter } from "./mutated-files.ts";
import { describeSurvivors } from "./survivors.ts";

/** `pnpm mutation sms-twilio`: below this share of killed mutants, in percent, the run fails. */
const leastScore = 85;

const [adapter = ""] = process.argv.slice(2);
if (!isKnown(adapter)) {
  console.error(`Name one adapter: ${Object.keys(mutatedFiles).join(", ")}`);
  process.exit(2);
}

const home = fileURLToPath(new URL("..", import.meta.url));
const report = `${home}reports/${adapter}`;
// StrykerJS copies the folder that it stands in, which is enough: everything else is reached through node_modules.
process.chdir(fileURLToPath(new URL(`../../packages/${adapter}`, import.meta.url)));
forgetSurvivors(`${report}/incremental.json`, mutatedFiles[adapter]);

const outcomes = await new Stryker({
  mutate: [...mutatedFiles[adapter]],
  testRunner: "vitest",
  plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/vitest-runner"))],
  vitest: { configFile: `${home}vitest.config.ts`, related: false },
  // Without one of its own, the copy is read under the package's, whose relative paths hold there.
  ignorePatterns: ["tsconfig.json", "dist"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: `${report}/incremental.json`,
  reporters: ["progress-append-only", "clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  htmlReporter: { fileName: `${report}/mutation.html` },
  jsonReporter: { fileName: `${report}/mutation.json` },
  thresholds: { high: 95, low: leastScore, break: leastScore },
}).runMutationTest();

for (const line of describeSurvivors(outcomes)) console.log(line);
console.log(`The report is ${relative(`${home}..`, report)}/mutation.html`);

function isKnown(name: string): name is MutatedAdapter {
  return Object.hasOwn(mutatedFiles, name);
}
