import { basename } from "node:path";

/** The part of StrykerJS's results that is shown. */
interface MutantOutcome {
  readonly status: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** One line for each mutant that no check noticed. */
export function describeSurvivors(outcomes: readonly MutantOutcome[]): readonly string[] {
  return outcomes
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map(({ status, fileName, mutatorName, replacement = "", location }) =>
      [`${basename(fileName)}:${location.start.line}`, status, mutatorName, replacement.replace(/\s+/g, " ").slice(0, 100)].join("  "),
    );
}
