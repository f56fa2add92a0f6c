/** What a transaction was for. */
export type CommittedWork = (typeof works)[number];

export const works = ["submits", "claims", "intents", "outcomes"] as const;

/** By a statement that only such a transaction has. Intents are written with what else they need: they come first. */
const signs: readonly (readonly [CommittedWork, RegExp])[] = [
  ["submits", /insert into message\b/],
  ["intents", /insert into attempt\b/],
  ["outcomes", /update attempt a set\s+evidence/],
  ["claims", /skip locked/],
];

/** Of the statements of one transaction; undefined for those that are of no interest. */
export function workOf(statements: readonly string[]): CommittedWork | undefined {
  return signs.find(([, sign]) => statements.some((statement) => sign.test(statement)))?.[0];
}
