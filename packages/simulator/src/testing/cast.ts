import type { Person } from "../people.ts";

/** A well-formed LINE user id that ends in these hex digits. */
export function lineUserId(suffix: string): string {
  return `U${suffix.padStart(32, "0")}`;
}

export const friend = lineUserId("f1");
export const blocker = lineUserId("b1");
export const leaver = lineUserId("d1");
export const acquaintance = lineUserId("a1");
export const writer = lineUserId("e1");
export const phoneOnly = lineUserId("c1");
/** Well-formed, and nobody's. */
export const stranger = lineUserId("9999");

/** One person of each kind that LINE's endpoints tell apart. */
export const lineCast: readonly Person[] = [
  { lineUserId: friend, displayName: "Aiko" },
  { lineUserId: blocker, line: "blocked" },
  { lineUserId: leaver, line: "deleted" },
  { lineUserId: acquaintance, line: "not-friend" },
  { lineUserId: writer, line: "wrote-recently" },
  { lineUserId: phoneOnly, line: "none" },
];

/** So many friends, by their number, in the same order. */
export function crowd(count: number, traits: (index: number) => Person = () => ({})): readonly Person[] {
  return Array.from({ length: count }, (_, index) => ({ lineUserId: lineUserId(`7${String(index).padStart(8, "0")}`), ...traits(index) }));
}
