import { hashPhone } from "@todoke/simulator";
import { expect, it } from "vitest";
import { personAt } from "../people.ts";
import { delaysOf } from "./causes.ts";

const people = [personAt(1), personAt(2)];
const at = (milliseconds: number) => new Date(1_000_000 + milliseconds).toISOString();

it("a refusal's delay is from the refused push to the SMS", () => {
  const ledger = people.flatMap(({ lineUserId, phone }, index) => [
    { to: [lineUserId], at: at(100 * index) },
    { to: [phone], at: at(100 * index + 30 + index) },
  ]);
  expect(delaysOf("refused", people, ledger)).toEqual([30, 31]);
});

it("a deadline's delay begins when the deadline has passed", () => {
  const [person] = people;
  const ledger = [{ to: [hashPhone(person!.phone)], at: at(0) }, { to: [person!.phone], at: at(2_040) }];
  expect(delaysOf("deadline", people, ledger)).toEqual([40]);
});
