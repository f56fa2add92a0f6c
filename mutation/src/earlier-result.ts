import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The part of StrykerJS's incremental file that is looked at here. */
interface EarlierResult {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/**
 * Keeps of an earlier run only the mutants of these files that were killed, so that every other one is tried again:
 * StrykerJS sees that a test file changed, and not that the kit behind it did. A check that is gone takes its kills with
 * it; for one that now asks less, delete the folder `reports`.
 */
export function forgetSurvivors(incrementalFile: string, files: readonly string[]): void {
  if (!existsSync(incrementalFile)) return;
  const earlier = JSON.parse(readFileSync(incrementalFile, "utf8")) as EarlierResult;
  const kept = Object.entries(earlier.files)
    .filter(([name]) => files.includes(name))
    .map(([name, file]) => [name, { ...file, mutants: file.mutants.filter(({ status }) => status === "Killed") }]);
  writeFileSync(incrementalFile, JSON.stringify({ ...earlier, files: Object.fromEntries(kept) }));
}
