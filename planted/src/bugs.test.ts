import { expect, it } from "vitest";
import { plantedBugs } from "./bugs.ts";
import { engineSources, textWith } from "./plant.ts";
import { allScenarios } from "./scenarios/all-scenarios.ts";

it.each(plantedBugs.map((bug) => [bug.name, bug] as const))("can still be planted in the engine as it is: %s", (_, { edits, scenario }) => {
  for (const edit of edits) expect(textWith(engineSources, edit)).toContain(edit.replacement);
  expect(allScenarios).toContain(scenario);
});

it("does not plant what is not there, nor what is there twice", () => {
  const edit = { file: "decide.ts", replacement: "" };
  expect(() => textWith(engineSources, { ...edit, text: "nobody wrote this" })).toThrow(/decide.ts has 0 places/);
  expect(() => textWith(engineSources, { ...edit, text: "return" })).toThrow(/places that read "return", and a bug is planted in exactly one/);
});
