import assert from "node:assert/strict";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";

export const accountingChecks = [
  {
    id: "cost.units",
    title: "counts units as the provider bills them, in whole numbers above 0",
    applies: ({ cost }) => cost !== undefined,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const cost = samplesOf(adapter.cost, "cost");
        assert.ok(cost.unit, "cost.unit must name the unit");
        for (const { content, units } of samplesOf(subject.cost, "cost")) {
          const rendered = adapter.render(content, { purpose: "notice" });
          assert.ok(rendered.ok, `cost: the ${content.type} content of a sample is refused`);
          const counted = cost.units(rendered.payload);
          assert.ok(Number.isSafeInteger(counted) && counted > 0, `cost: ${counted} is no count of units`);
          assert.equal(counted, units, `cost: the ${content.type} content of a sample is counted wrong`);
        }
      }),
  },
  {
    id: "quota.reports",
    title: "reads what is left in the provider's period",
    applies: ({ quota }) => quota !== undefined,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const quota = samplesOf(adapter.quota, "quota");
        for (const { title, answers, limit, used } of samplesOf(subject.quota, "quota")) {
          provider.play(answers);
          const report = await quota.check(ample);
          const numbers = { limit: report.limit, used: report.used };
          assert.deepEqual(numbers, { limit, used }, `${title}: the numbers are wrong`);
          assert.ok(report.renewsAt.getTime() > Date.now(), `${title}: renewsAt must be a time to come`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];
