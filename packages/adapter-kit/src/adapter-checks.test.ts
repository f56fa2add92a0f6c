import { AssertionError } from "node:assert";
import { describe, expect, test } from "vitest";
import { adapterChecks, type AdapterCheckId } from "./adapter-checks.ts";
import type { AdapterSubject } from "./subject.ts";
import { brokenSubjects } from "./testing/broken-subjects.ts";

/** What each check that applies says of this adapter, where it finds a fault. */
async function faultsOf(subject: AdapterSubject): Promise<readonly (readonly [AdapterCheckId, unknown])[]> {
  const outcomes = adapterChecks
    .filter(({ applies }) => applies(subject))
    .map(async ({ id, run }) =>
      run(subject).then(
        () => [],
        (fault: unknown) => [[id, fault] as const],
      ),
    );
  return (await Promise.all(outcomes)).flat();
}

describe.concurrent("the check", () => {
  const ids = adapterChecks.map(({ id }) => id);
  test.each(ids)("%s finds the fault that it is for, and no other check does", async (id) => {
    const faults = await faultsOf(brokenSubjects[id]);
    expect(faults.map(([found, fault]) => `${found}: ${String(fault)}`)).toEqual([expect.stringMatching(`^${id}: `)]);
    expect(faults[0]?.[1]).toBeInstanceOf(AssertionError);
  });
});

test("no two checks share an id", () => {
  expect(new Set(adapterChecks.map(({ id }) => id)).size).toBe(adapterChecks.length);
});
