import type { Person } from "@todoke/simulator";

/** Somebody whom the service is asked to reach. */
export interface Target {
  readonly reference: string;
  readonly addresses: { readonly line?: string; readonly phone: string };
  readonly variables: { readonly name: string };
}

/** By turns: a friend on LINE, somebody without LINE, and a friend who has blocked the account. */
const kinds = ["friend", "none", "blocked"] as const;

export function makePeople(count: number): { readonly people: readonly Person[]; readonly targets: readonly Target[] } {
  const people: Person[] = [];
  const targets: Target[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = kinds[index % kinds.length]!;
    const phone = `+819012${String(345_000 + index).padStart(6, "0")}`;
    const lineUserId = `U${index.toString(16).padStart(32, "0")}`;
    people.push(line === "none" ? { line, phone } : { line, lineUserId, phone });
    targets.push({
      reference: `person-${index}`,
      addresses: line === "none" ? { phone } : { line: lineUserId, phone },
      variables: { name: `person ${index}` },
    });
  }
  return { people, targets };
}
