import type { InvariantReport } from "./check-invariants.ts";

/** The findings, one a line, and a short table. */
export function describeReport({ results, findings }: InvariantReport): string {
  const lines = findings.map(({ invariant, subject, detail }) => `${invariant}  ${subject}: ${detail}`);
  const width = Math.max(...results.map(({ invariant }) => invariant.name.length));
  const table = results.map(({ invariant: { id, name }, looked, broken, findings: kept }) => {
    const more = broken > kept.length ? `, ${kept.length} of them shown` : "";
    const word = broken > 0 ? `BROKEN ${broken} times${more}` : looked === 0 ? "nothing to hold against it" : "holds";
    return `${id}  ${name.padEnd(width)}  ${String(looked).padStart(9)}  ${word}`;
  });
  return [...lines, ...(lines.length > 0 ? [""] : []), ...table].join("\n");
}
