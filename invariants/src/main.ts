import { checkInvariants } from "./check-invariants.ts";
import { readOptions, usage, UsageError } from "./command-line.ts";
import { describeReport } from "./describe-report.ts";
import { openRows } from "./rows/open-rows.ts";
import { readRecords } from "./rows/read-records.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage);
  else process.exitCode = await run(options);
} catch (error) {
  process.stderr.write(`check-invariants: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`);
  process.exitCode = 2;
}

/** 0 when everything holds, 1 when something does not. */
async function run({ place, logs, settings }: NonNullable<ReturnType<typeof readOptions>>): Promise<number> {
  const rows = await openRows(place);
  try {
    const report = await checkInvariants(await readRecords(rows, logs), settings);
    process.stdout.write(`${describeReport(report)}\n`);
    return report.findings.length === 0 ? 0 : 1;
  } finally {
    await rows.close();
  }
}
