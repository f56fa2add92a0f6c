import assert from "node:assert/strict";
import type { AddressRule } from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

export const addressChecks = [
  {
    id: "address.canonical",
    title: "brings an address into one form and leaves that form as it is",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { given, canonical } of subject.addresses.valid) {
          assertParsed(adapter.address, given, canonical);
          assertParsed(adapter.address, canonical, canonical);
        }
        for (const address of addressesOf(subject)) assertParsed(adapter.address, address, address);
      }),
  },
  {
    id: "address.refusal",
    title: "refuses a malformed address with a reason that does not repeat it",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const address of [...subject.addresses.malformed, "", " ", "\u0000", "\ud800"]) {
          const result = adapter.address.parse(address);
          const shown = JSON.stringify(address);
          assert.equal(result.ok, false, `parse takes ${shown} for an address`);
          assert.ok(result.reason, `parse refuses ${shown} without a reason`);
          const repeated = address.length >= 4 && result.reason.includes(address);
          assert.ok(!repeated, `the reason why ${shown} is refused repeats it: reasons end up in logs`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

/** The addresses that samples use, which are canonical already. */
function addressesOf({ sends, bulk }: AdapterSubject): readonly string[] {
  return [...sends.map(({ to }) => to), ...(bulk?.addresses(3) ?? []), ...(bulk?.excluded ?? [])];
}

function assertParsed(rule: AddressRule, given: string, canonical: string): void {
  const expected = { ok: true, address: canonical };
  assert.deepEqual(rule.parse(given), expected, `parse does not read ${JSON.stringify(given)} as it should`);
}
