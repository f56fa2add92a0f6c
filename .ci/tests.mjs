// Runs a command of tests and counts them: `node .ci/tests.mjs COMMAND…` ends with the line `PASSED FAILED`.
//
// What failed beside others on a busy machine is run once more by itself, and named when it holds then: it is a test
// that asks for more than it says, to be mended, and no reason to stop a change. What fails twice has failed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** More than these at once are no matter of a busy machine. */
const mostFilesAgain = 5;

const [command, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "todoke-tests-"));

function run(name, more = []) {
  const report = join(folder, name);
  const { status } = spawnSync(command, [...args, ...more], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, TEST_REPORT: report },
  });
  try {
    return { status, ...JSON.parse(readFileSync(report, "utf8")) };
  } catch {
    return { status, numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

/** A file that cannot be loaded counts as one failed test; so does an error outside any test, or a run of no test at all. */
function count({ status, numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"));
  const failed = numFailedTests + broken.length;
  return { passed: numPassedTests, failed: failed === 0 && (status !== 0 || numPassedTests === 0) ? 1 : failed };
}

const failedFiles = ({ testResults }) => testResults.filter(({ status }) => status === "failed").map(({ name }) => relative(process.cwd(), name));

const first = run("first.json");
let { passed, failed } = count(first);
const files = failedFiles(first);
if (files.length > 0 && files.length <= mostFilesAgain) {
  console.log(`\n=== once more, by themselves: ${files.join(", ")}`);
  const again = run("again.json", ["--maxWorkers", "1", ...files]);
  const passedBefore = first.testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed").length;
  const counted = count(again);
  passed += counted.passed - passedBefore;
  failed = counted.failed;
  const stillFailing = failedFiles(again);
  const held = again.testResults.length === 0 ? [] : files.filter((file) => !stillFailing.includes(file));
  if (held.length > 0) console.log(`\nUNSTEADY: held only when run by themselves: ${held.join(", ")}`);
}
rmSync(folder, { recursive: true });
console.log(`${passed} ${failed}`);
