import { purposes } from "@todoke/core";
import { expect, it } from "vitest";
import { purposeRules, purposesWith } from "./purpose-rules.ts";

it("stand for every purpose, and say who yields", () => {
  expect(Object.keys(purposeRules).toSorted()).toEqual([...purposes].toSorted());
  expect(purposesWith("isCapped")).toEqual(["notice", "marketing"]);
  expect(purposesWith("heedsLearnedSuppressions")).toEqual(["alert", "notice", "marketing"]);
});
