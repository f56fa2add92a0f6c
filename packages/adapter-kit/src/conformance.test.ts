import { expect, test } from "vitest";
import { brokenSubjects } from "./testing/broken-subjects.ts";
import { pigeonSubject } from "./testing/pigeon-subject.ts";
import { describeAdapterConformance } from "./vitest.ts";

describeAdapterConformance("pigeon", pigeonSubject);

describeAdapterConformance("pigeon with a fault that its author stands by", brokenSubjects["cost.units"], {
  skip: { "cost.units": "every letter is billed as one page" },
});

test("a skip without a reason is refused", () => {
  const describeIt = () => describeAdapterConformance("pigeon", pigeonSubject, { skip: { "cost.units": " " } });
  expect(describeIt).toThrow("Say why pigeon skips cost.units");
});
