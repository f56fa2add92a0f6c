import { describe, test } from "vitest";
import { adapterChecks, type AdapterCheckId } from "./adapter-checks.ts";
import type { AdapterSubject } from "./subject.ts";

export interface ConformanceOptions {
  /** Checks to leave out, each with the reason, which is printed. */
  readonly skip?: Partial<Readonly<Record<AdapterCheckId, string>>>;
}

/** One test for each check that applies to this adapter. Throws when a skip has no reason. */
export function describeAdapterConformance(
  name: string,
  subject: AdapterSubject,
  { skip = {} }: ConformanceOptions = {},
): void {
  const unexplained = Object.entries(skip).find(([, reason]) => reason.trim() === "");
  if (unexplained !== undefined) throw new Error(`Say why ${name} skips ${unexplained[0]}`);
  describe(`${name} keeps the adapter contract`, () => {
    for (const { id, title, applies, run } of adapterChecks) {
      const reason = skip[id];
      if (reason !== undefined) {
        process.stdout.write(`${name} skips ${id}: ${reason}\n`);
        test.skip(`${id}: skipped, ${reason}`);
      } else if (applies(subject)) {
        test(`${id}: ${title}`, () => run(subject));
      }
    }
  });
}
