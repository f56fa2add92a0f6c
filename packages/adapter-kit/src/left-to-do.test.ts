import { expect, test } from "vitest";
import { adapterChecks, type AdapterCheckId } from "./adapter-checks.ts";
import { guide } from "./guide.ts";
import { adviceOf, leftToDo, type Faults } from "./left-to-do.ts";

function faultsOf(faults: Partial<Record<AdapterCheckId, string>>): Faults {
  return new Map(Object.entries(faults) as [AdapterCheckId, string][]);
}

test("what is left is listed in the order of the checks, each step once", () => {
  const faults = faultsOf({ "errors.classes": "no", "send.request": "no", "render.pure": "no", "send.receipt": "no" });
  expect(leftToDo("pigeon", faults, 44)).toBe(`pigeon: 4 of 44 checks fail. What is left, in this order:

  1. ${guide.render.what} (render-content.ts)
     render.pure
  2. ${guide.send.what} (send-message.ts)
     send.request, send.receipt
  3. ${guide.errors.what} (error-codes.ts, errors.ts)
     errors.classes
`);
});

test("a step of which nothing can be seen yet says after which one it can", () => {
  const [one, other] = ["Write one thing in src/render-content.ts.", "Write another in src/send-message.ts."];
  const faults = faultsOf({
    "render.pure": `render threw NotWrittenError: ${one}`,
    "send.request": one,
    "send.receipt": `NotWrittenError: ${other}`,
    "errors.classes": other,
    "redaction.errors": one,
    "cost.units": "1 is not 2",
  });
  const steps = leftToDo("pigeon", faults, 44).split("\n").filter((line) => /^ +\d/.test(line));
  expect(steps.map((line) => /, after .*|$/.exec(line)?.[0])).toEqual(["", "", ", after 2", ", after 1", ""]);
});

test("an adapter that passes has nothing left", () => {
  expect(leftToDo("pigeon", faultsOf({}), 44)).toBe("");
});

test("each check says what to write", () => {
  expect(adapterChecks.map(({ id }) => adviceOf(id))).toEqual(adapterChecks.map(() => expect.stringMatching(/^To write: .+ \(.+\.ts\)$/)));
});
