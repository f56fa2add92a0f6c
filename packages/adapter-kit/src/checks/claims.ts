import assert from "node:assert/strict";
import type { Adapter } from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

/** Capabilities that are checked by samples. Evidence and limits are claims about the samples of the others. */
const sampled = [
  "bulk",
  "idempotency",
  "webhook",
  "reconcile",
  "reachability",
  "cost",
  "quota",
  "reply",
  "audience",
] as const satisfies readonly (keyof Adapter & keyof AdapterSubject)[];

export const claimChecks = [
  {
    id: "claims.samples",
    title: "has samples for each capability that it claims, and for no other",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const name of sampled) {
          const [claimed, given] = [adapter[name] !== undefined, subject[name] !== undefined];
          assert.ok(!claimed || given, `the adapter claims ${name}: give the subject samples under "${name}"`);
          assert.ok(claimed || !given, `the subject has samples of ${name}, which the adapter does not claim`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];
