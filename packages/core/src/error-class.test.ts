import { expect, it } from "vitest";
import { errorConsequences, type ErrorClass, type ErrorConsequence } from "./error-class.ts";

type Row = readonly [ErrorConsequence["again"], ErrorConsequence["switch"], health: boolean, alert: boolean];

const table: Readonly<Record<ErrorClass, Row>> = {
  recipient: ["never", "at-once", false, false],
  unreachable: ["step-retry", "at-once", false, false],
  content: ["never", "own-content", false, false],
  sender: ["never", "at-once", false, true],
  quota: ["when-reserved", "at-once", false, true],
  throttled: ["back-off", "deadline", true, false],
  unavailable: ["back-off", "deadline", true, false],
  policy: ["never", "consent", false, false],
  ambiguous: ["same-key", "on-unknown", false, false],
};

it("gives every error class its consequences, and no other word any", () => {
  const rows = Object.entries(errorConsequences).map(([errorClass, consequence]) => {
    const { again, switch: rule, countsAgainstHealth, alert } = consequence;
    return [errorClass, [again, rule, countsAgainstHealth, alert]];
  });
  expect(Object.fromEntries(rows)).toEqual(table);
});

it("lets only an unsettled call be repeated under its key alone, and leaves what follows to the plan", () => {
  const unsettled = Object.entries(errorConsequences).filter(([, { again }]) => again === "same-key");
  expect(unsettled).toEqual([["ambiguous", expect.objectContaining({ switch: "on-unknown" })]]);
});
