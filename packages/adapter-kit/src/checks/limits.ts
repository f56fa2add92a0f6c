import assert from "node:assert/strict";
import type { Adapter } from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { actsOf } from "../provider-act.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

export const limitChecks = [
  {
    id: "limits.rates",
    title: "states rates in whole requests and milliseconds",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const [endpoint, { requests, perMs }] of Object.entries(adapter.limits ?? {})) {
          const whole = [requests, perMs].every((value) => Number.isSafeInteger(value) && value > 0);
          assert.ok(whole, `limits["${endpoint}"]: requests and perMs must be whole numbers above 0`);
        }
      }),
  },
  {
    id: "limits.endpoints",
    title: "states a rate for each endpoint that it names, where it states any",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        if (adapter.limits === undefined) return;
        for (const endpoint of endpointsOf(adapter, subject)) {
          assert.ok(Object.hasOwn(adapter.limits, endpoint), `limits has no entry for the endpoint "${endpoint}"`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

/** The samples' own, and those of capabilities whose calls have a pace of their own. */
function endpointsOf(adapter: Adapter, subject: AdapterSubject): ReadonlySet<string> {
  const { bulk, reply, reconcile, reachability, quota, validation, statistics } = adapter;
  const { units, request, day } = statistics ?? {};
  const paced = [bulk, reply, reconcile, reachability, quota, validation, units, request, day];
  const named = paced.flatMap((capability) => capability?.endpoint ?? []);
  return new Set([...named, ...actsOf(adapter, subject).map(({ endpoint }) => endpoint)]);
}
