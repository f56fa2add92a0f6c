import type { JsonObject } from "@todoke/core";
import { readNumber } from "../json-object.ts";

/** Numbers by LINE's names; null where LINE tells none: not counted yet, too few people, or not counted at all. */
export type Counts<Name extends string> = Readonly<Record<Name, number | null>>;

export function readCounts<const Name extends string>(value: JsonObject, names: readonly Name[]): Counts<Name> {
  return Object.fromEntries(names.map((name) => [name, readNumber(value[name]) ?? null])) as Counts<Name>;
}
