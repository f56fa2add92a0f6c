import { adapterChecks, type AdapterCheckId } from "./adapter-checks.ts";
import { guide, type CheckGroup } from "./guide.ts";

/** What each failed check said. */
export type Faults = ReadonlyMap<AdapterCheckId, string>;

/** What to write so that this check passes, and where. */
export function adviceOf(id: AdapterCheckId): string {
  const { what, files } = guide[groupOf(id)];
  return `To write: ${what} (${files})`;
}

/**
 * The failed checks as a list of what is left to do, in the order in which it is best done; empty when none failed. A step
 * of which nothing can be seen before an earlier one is done says which one.
 */
export function leftToDo(name: string, faults: Faults, ran: number): string {
  if (faults.size === 0) return "";
  const ids = adapterChecks.map(({ id }) => id).filter((id) => faults.has(id));
  const stepOf = new Map<string, number>();
  const steps = [...Map.groupBy(ids, groupOf)].map(([group, members], index) => {
    const step = index + 1;
    const unwritten = new Set(members.map((id) => unwrittenIn(faults.get(id) ?? "")));
    const waitsFor = [...unwritten].map((words) => (words === undefined ? undefined : stepOf.get(words)));
    for (const words of unwritten) if (words !== undefined && !stepOf.has(words)) stepOf.set(words, step);
    return describeStep(step, group, members, waitsFor.includes(undefined) ? [] : (waitsFor as number[]));
  });
  return `${name}: ${faults.size} of ${ran} checks fail. What is left, in this order:\n\n${steps.join("\n")}\n`;
}

function describeStep(step: number, group: CheckGroup, members: readonly AdapterCheckId[], waitsFor: readonly number[]): string {
  const { what, files } = guide[group];
  const wait = waitsFor.length === 0 ? "" : `, after ${waitsFor.join(" and ")}`;
  return `${String(step).padStart(3)}. ${what} (${files})${wait}\n     ${members.join(", ")}`;
}

/** The words of the template's own error, by which it names what nobody has written yet. */
function unwrittenIn(fault: string): string | undefined {
  return /\bWrite [^\n"]+ in \S+\.ts\b/.exec(fault)?.[0];
}

function groupOf(id: AdapterCheckId): CheckGroup {
  return id.slice(0, id.indexOf(".")) as CheckGroup;
}
