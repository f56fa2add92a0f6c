import type { LineState, Person } from "../people.ts";

const reached: ReadonlySet<LineState> = new Set(["friend", "wrote-recently"]);

/** Whether a push arrives with this person; LINE answers 200 for those it does not reach as well. */
export function isReached(person: Person): boolean {
  return reached.has(person.line ?? "friend");
}
