import { expect, it } from "vitest";
import { newId } from "../ids.ts";
import { unitNameFor } from "./unit-name.ts";

it("fits the tightest rule that is known: 30 of A-Z, a-z, 0-9 and _", () => {
  for (const id of [newId(), "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000"]) {
    for (const step of [0, 9]) expect(unitNameFor(id, step)).toMatch(/^s\d{1,2}_[A-Za-z0-9]{22}$/);
  }
});

it("differs by message and by step", () => {
  const [one, other] = [newId(), newId()];
  const names = [unitNameFor(one, 0), unitNameFor(one, 1), unitNameFor(other, 0), unitNameFor(other, 1)];
  expect(new Set(names).size).toBe(4);
});
