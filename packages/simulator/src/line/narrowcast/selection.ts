import type { JsonRecord } from "../../json.ts";
import type { Person } from "../../people.ts";
import type { Outcome } from "../../serve.ts";
import { refuseBody } from "../errors.ts";

/** Whether a narrowcast goes to this friend. */
export type Selects = (person: Person) => boolean;

/** Collects what is wrong with a narrowcast's selection; LINE answers with the first. */
export type Refusals = Outcome[];

export const nobody: Selects = () => false;

/** Notes one wrong property. */
export function note(refusals: Refusals, property: string, message: string): Selects {
  refusals.push(refuseBody([{ message, property }]));
  return nobody;
}

type Combine = (parts: readonly Selects[]) => Selects;

const combinations: Readonly<Record<string, Combine>> = {
  and: (parts) => (person) => parts.every((selects) => selects(person)),
  or: (parts) => (person) => parts.some((selects) => selects(person)),
  not: (parts) => (person) => !parts.some((selects) => selects(person)),
};

/**
 * An `operator` object: exactly one of `and`, `or` (lists that are not empty) and `not` (one object). `parse` reads what
 * it combines.
 */
export function parseOperator(
  operator: JsonRecord,
  property: string,
  parse: (value: unknown, property: string) => Selects,
  refusals: Refusals,
): Selects {
  const names = Object.keys(combinations).filter((name) => operator[name] !== undefined);
  const [name = ""] = names;
  const combine = combinations[name];
  if (combine === undefined || names.length !== 1) {
    return note(refusals, property, "Must have exactly one of the following properties: [and, or, not]");
  }
  const operand = operator[name];
  if (name === "not") return combine([parse(operand, `${property}.not`)]);
  if (!Array.isArray(operand) || operand.length === 0) {
    return note(refusals, `${property}.${name}`, "May not be empty");
  }
  return combine(operand.map((part: unknown, index) => parse(part, `${property}.${name}[${index}]`)));
}
