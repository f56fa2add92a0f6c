import type { LineState, Person } from "../people.ts";

const reached: ReadonlySet<LineState> = new Set(["friend", "wrote-recently"]);

/** Whether a push arrives with this person; LINE answers 200 for those it does not reach as well. */
export function isReached(person: Person): boolean {
  return reached.has(person.line ?? "friend");
}

/** Whether a multicast, narrowcast or broadcast arrives: not with those who merely wrote. */
export function isFriend(person: Person): boolean {
  return (person.line ?? "friend") === "friend";
}

/** Everybody whom a broadcast reaches. */
export function friendsAmong(people: Iterable<Person>): Person[] {
  return [...people].filter(isFriend);
}
