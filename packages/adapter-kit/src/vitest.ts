import { AssertionError } from "node:assert";
import { afterAll, describe, test } from "vitest";
import { adapterChecks, type AdapterCheckId } from "./adapter-checks.ts";
import { adviceOf, leftToDo } from "./left-to-do.ts";
import type { AdapterSubject } from "./subject.ts";

export interface ConformanceOptions {
  /** Checks to leave out, each with the reason, which is printed. */
  readonly skip?: Partial<Readonly<Record<AdapterCheckId, string>>>;
}

/**
 * One test for each check that applies to this adapter, and in the end, where some failed, a list of what is left to
 * write. Throws when a skip has no reason.
 */
export function describeAdapterConformance(
  name: string,
  subject: AdapterSubject,
  { skip = {} }: ConformanceOptions = {},
): void {
  const unexplained = Object.entries(skip).find(([, reason]) => reason.trim() === "");
  if (unexplained !== undefined) throw new Error(`Say why ${name} skips ${unexplained[0]}`);
  describe(`${name} keeps the adapter contract`, () => {
    const faults = new Map<AdapterCheckId, string>();
    let ran = 0;
    for (const { id, title, applies, run } of adapterChecks) {
      const reason = skip[id];
      if (reason !== undefined) {
        process.stdout.write(`${name} skips ${id}: ${reason}\n`);
        test.skip(`${id}: skipped, ${reason}`);
      } else if (applies(subject)) {
        test(`${id}: ${title}`, async () => {
          ran += 1;
          await run(subject).catch((fault: unknown) => {
            faults.set(id, String(fault));
            throw withAdvice(fault, id);
          });
        });
      }
    }
    afterAll(() => void process.stdout.write(leftToDo(name, faults, ran)));
  });
}

/**
 * The same fault, so that the runner still shows what was expected and what came. Where a check found it, or the template
 * left it, its stack leads through the kit alone and is left out.
 */
function withAdvice(fault: unknown, id: AdapterCheckId): unknown {
  if (!(fault instanceof Error)) return fault;
  fault.message += `\n${adviceOf(id)}`;
  if (fault instanceof AssertionError || fault.name === "NotWrittenError") fault.stack = `${fault.name}: ${fault.message}`;
  return fault;
}
