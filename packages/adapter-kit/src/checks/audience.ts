import assert from "node:assert/strict";
import type { AudienceProgress } from "@todoke/core";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { deepFreeze } from "../deep-freeze.ts";
import { pointsInto } from "../json-pointer.ts";
import { audienceOf } from "../provider-act.ts";
import { providerErrorOf } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { assertRefusal } from "./errors.ts";

const applies = ({ audience }: AdapterSubject) => audience !== undefined;

export const audienceChecks = [
  {
    id: "audience.types",
    title: "reads an audience of each type that it names, the same one in the same way",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const audience = samplesOf(adapter.audience, "audience");
        const { sends } = samplesOf(subject.audience, "audience");
        for (const type of audience.types) {
          assert.ok(
            sends.some((sample) => sample.audience.type === type),
            `no sample is of the type "${type}"`,
          );
        }
        for (const sample of deepFreeze(structuredClone(sends.map((one) => one.audience)))) {
          assert.ok(audience.types.includes(sample.type), `"${sample.type}" is missing from audience.types`);
          const parsed = audience.parse(sample);
          assert.ok(parsed.ok, `parse refuses the sample of the type "${sample.type}"`);
          assert.deepEqual(audience.parse(sample), parsed, `parse reads the same "${sample.type}" in two ways`);
        }
      }),
  },
  {
    id: "audience.problems",
    title: "refuses a malformed audience and points at the fault",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const audience = samplesOf(adapter.audience, "audience");
        for (const malformed of [...samplesOf(subject.audience, "audience").malformed, {}, { type: "hologram" }]) {
          const parsed = audience.parse(malformed);
          const shown = JSON.stringify(malformed);
          assert.ok(!parsed.ok, `parse takes ${shown} for an audience`);
          assert.ok(parsed.problems.length > 0, `parse refuses ${shown} without a problem`);
          for (const { pointer, code, detail } of parsed.problems) {
            assert.ok(code && detail, `parse refuses ${shown} without a code or without a word`);
            assert.ok(pointsInto(malformed, pointer), `the pointer "${pointer}" leads nowhere in ${shown}`);
          }
        }
      }),
  },
  {
    id: "audience.within",
    title: "narrows an audience to the members of one that the provider keeps, and can send to that",
    applies: ({ audience }) => audience?.sends.some(({ within }) => within !== undefined) ?? false,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const audience = samplesOf(adapter.audience, "audience");
        for (const { audience: given, within } of samplesOf(subject.audience, "audience").sends) {
          if (within === undefined) continue;
          const narrowed = audience.within?.(deepFreeze(structuredClone(given)), within.providerAudienceId);
          assert.deepEqual(narrowed, within.audience, `"${given.type}" is narrowed wrong`);
          assert.ok(audience.parse(within.audience).ok, `parse refuses what "${given.type}" was narrowed to`);
        }
      }),
  },
  {
    id: "audience.refusals",
    title: "gives the refusals of a send to an audience their classes",
    applies: ({ audience }) => audience?.sends.some(({ refusals = [] }) => refusals.length > 0) ?? false,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const audience = samplesOf(adapter.audience, "audience");
        for (const sample of samplesOf(subject.audience, "audience").sends) {
          const [act] = audienceOf(adapter, audience, sample);
          for (const refusal of sample.refusals ?? []) {
            provider.play(refusal.answer);
            const sent = samplesOf(act, "audience").run(ample);
            assertRefusal(await providerErrorOf(sent, refusal.title), refusal);
          }
        }
      }),
  },
  {
    id: "audience.progress",
    title: "reads how far a send has come, where its type can tell",
    applies,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const audience = samplesOf(adapter.audience, "audience");
        for (const { audience: given, progress: samples, receipt } of samplesOf(subject.audience, "audience").sends) {
          const parsed = audience.parse(given);
          assert.ok(parsed.ok, `parse refuses the sample of the type "${given.type}"`);
          const promised = samples.length > 0;
          assert.equal(parsed.hasProgress, promised, `hasProgress is wrong for "${given.type}", or its samples are`);
          for (const { answers, progress } of samples) {
            provider.play(answers);
            const request = { endpoint: parsed.endpoint, requestId: receipt.requestId ?? "" };
            const actual = toContract(await audience.progress(request, ample));
            assert.deepEqual(actual, toContract(progress), `the progress of "${given.type}" is read wrong`);
          }
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

/** Without what a provider's own package may tell besides. */
function toContract(progress: AudienceProgress | undefined) {
  if (progress === undefined) return undefined;
  const { phase, target, success, failure, errorClass, providerCode } = progress;
  return { phase, target, success, failure, errorClass, providerCode };
}
