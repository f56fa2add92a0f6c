import type { Finding, Invariant } from "./invariant.ts";
import { allInvariants } from "./invariants/all-invariants.ts";
import { RecordIndex } from "./record-index.ts";
import type { Records } from "./records.ts";
import { defaultSettings, type InvariantSettings } from "./settings.ts";

/** What became of one promise. */
export interface InvariantResult {
  readonly invariant: Pick<Invariant, "id" | "name" | "explanation">;
  /** How many things were held against it; none: it proved nothing. */
  readonly looked: number;
  /** How many break it. */
  readonly broken: number;
  /** The first of them, at most 100. */
  readonly findings: readonly Finding[];
}

export interface InvariantReport {
  readonly results: readonly InvariantResult[];
  /** All that are kept, in the order of the promises; empty when everything holds. */
  readonly findings: readonly Finding[];
}

/** Of a promise that is broken everywhere, so many examples are enough. */
const keptFindings = 100;

/** Holds the promises against what is recorded. */
export async function checkInvariants(records: Records, settings: Partial<InvariantSettings> = {}): Promise<InvariantReport> {
  const index = new RecordIndex(records);
  const results: InvariantResult[] = [];
  for (const invariant of allInvariants) {
    const findings: Finding[] = [];
    let broken = 0;
    const looked = await invariant.check(index, { ...defaultSettings, ...settings }, (subject, detail) => {
      broken += 1;
      if (findings.length < keptFindings) findings.push({ invariant: invariant.id, subject, detail });
    });
    results.push({ invariant, looked, broken, findings });
  }
  return { results, findings: results.flatMap(({ findings }) => findings) };
}
