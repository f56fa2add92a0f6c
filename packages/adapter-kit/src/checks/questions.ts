import assert from "node:assert/strict";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { questionsOf, reconcileOf } from "../provider-question.ts";
import type { ExpectedReport } from "../question-samples.ts";
import { providerErrorOf } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

const hasReconcile = ({ reconcile }: AdapterSubject) => reconcile !== undefined;
const hasReachability = ({ reachability }: AdapterSubject) => reachability !== undefined;

export const questionChecks = [
  {
    id: "questions.stray-answer",
    title: "takes a 404 that is not in the provider's own words for a failure, and concludes nothing from it",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const question of questionsOf(adapter, subject)) {
          for (const body of ["<html>Not Found</html>", ""]) {
            provider.play({ status: 404, body });
            await providerErrorOf(question.run(ample), `${question.name}, answered 404 by a gateway`);
          }
        }
      }),
  },
  {
    id: "reconcile.delays",
    title: "says when to ask what became of an attempt, earliest first",
    applies: hasReconcile,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { lostAnswerDelaysMs, silenceDelaysMs } = samplesOf(adapter.reconcile, "reconcile");
        for (const [name, delays] of Object.entries({ lostAnswerDelaysMs, silenceDelaysMs })) {
          const whole = delays.every(Number.isSafeInteger);
          const ascend = whole && delays.every((delay, index) => delay > (delays[index - 1] ?? 0));
          assert.ok(ascend, `reconcile.${name} must be whole milliseconds above 0, ascending`);
        }
        assert.ok(lostAnswerDelaysMs.length + silenceDelaysMs.length > 0, "reconcile is never to be asked");
      }),
  },
  {
    id: "reconcile.reports",
    title: "reads what became of an attempt, and does not guess where the provider does not know it",
    applies: hasReconcile,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const samples = samplesOf(subject.reconcile, "reconcile");
        for (const sample of samples) {
          provider.play(sample.answers);
          const reconcile = samplesOf(adapter.reconcile, "reconcile");
          const report = await reconcileOf(adapter, reconcile, subject, sample).run(ample);
          assertReport(report, sample.report, sample.title);
        }
        const unknown = samples.some(({ report }) => report === undefined);
        assert.ok(unknown, "no sample shows what the provider answers when it does not know the attempt");
      }),
  },
  {
    id: "reachability.reports",
    title: "reads whether an address can be reached",
    applies: hasReachability,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const reachability = samplesOf(adapter.reachability, "reachability");
        const { checks } = samplesOf(subject.reachability, "reachability");
        for (const { address, answers, ...expected } of checks) {
          provider.play(answers);
          const report = await reachability.check(address, ample);
          assert.deepEqual(report, expected, `reachability: the answer for "${expected.providerCode}" is read wrong`);
        }
        const outcomes = new Set(checks.map((check) => check.reachability));
        assert.ok(outcomes.size > 1, "every sample of reachability has the same outcome");
      }),
  },
  {
    id: "reachability.members",
    title: "says for which addresses the question makes sense",
    applies: hasReachability,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const reachability = samplesOf(adapter.reachability, "reachability");
        const { checks, uncheckable = [] } = samplesOf(subject.reachability, "reachability");
        const right = checks.every(({ address }) => reachability.canCheck(address));
        assert.ok(right, "canCheck keeps out an address of the samples");
        const wrong = uncheckable.some((address) => reachability.canCheck(address));
        assert.ok(!wrong, "canCheck takes an address for which the question makes no sense");
      }),
  },
] as const satisfies readonly AdapterCheck[];

function assertReport(actual: ExpectedReport | undefined, expected: ExpectedReport | undefined, title: string): void {
  if (actual === undefined || expected === undefined) {
    assert.equal(actual, expected, `${title}: undefined means that the provider does not know the attempt`);
    return;
  }
  const { at, ...report } = actual;
  const { at: expectedAt, ...rest } = expected;
  assert.deepEqual(report, rest, `${title}: the report is wrong`);
  assert.ok(at instanceof Date && !Number.isNaN(at.getTime()), `${title}: the report has no time`);
  if (expectedAt !== undefined) assert.deepEqual(at, expectedAt, `${title}: the time is wrong`);
}
