import assert from "node:assert/strict";
import type { Adapter, Content, RenderResult } from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { extremeContents, plainContents, textsOf, type ContentSample } from "../content-samples.ts";
import { deepFreeze } from "../deep-freeze.ts";
import { pointsInto } from "../json-pointer.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { describeThrown } from "../describe-thrown.ts";

const context = deepFreeze({ purpose: "notice", locale: "ja" } as const);

export const renderChecks = [
  {
    id: "render.pure",
    title: "renders the same content to the same bytes and leaves it untouched",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, content } of deepFreeze(samplesOf(subject, adapter))) {
          const before = JSON.stringify(content);
          const first = render(adapter, content, title);
          const second = render(adapter, structuredClone(content), title);
          assert.equal(JSON.stringify(first), JSON.stringify(second), `${title}: two renderings differ`);
          assert.equal(JSON.stringify(content), before, `${title}: render changed the content`);
        }
      }),
  },
  {
    id: "render.every-type",
    title: "carries, loses or refuses each type of content as stated, and says what is lost",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, content, rendering } of samplesOf(subject, adapter)) {
          const result = render(adapter, content, title);
          const found = !result.ok ? "refused" : result.lost.length > 0 ? "lost" : "carried";
          assert.equal(found, rendering, `${title}: the content is ${found}`);
        }
      }),
  },
  {
    id: "render.payload",
    title: "renders to the provider's own words: JSON that survives storage, under a named endpoint",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, content, payload } of samplesOf(subject, adapter)) {
          const result = render(adapter, content, title);
          if (result.ok) assertPayload(result, title);
          if (payload === undefined) continue;
          assert.deepEqual(result.ok && result.payload, payload, `${title}: the payload is wrong`);
        }
      }),
  },
  {
    id: "render.problems",
    title: "points at what it refuses, with a stable code and without repeating it",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, content, problems } of samplesOf(subject, adapter)) {
          const result = render(adapter, content, title);
          if (!result.ok) assertProblems(result, content, title);
          if (problems === undefined) continue;
          const pointers = result.ok ? [] : result.problems.map(({ pointer }) => pointer);
          assert.deepEqual(pointers, problems, `${title}: the problems point elsewhere`);
        }
      }),
  },
  {
    id: "render.extremes",
    title: "answers content at its extremes, and throws at none of it",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const [index, content] of extremeContents(adapter.channel).entries()) {
          const title = `extreme ${index} (${JSON.stringify(content).slice(0, 80)})`;
          const result = render(adapter, content, title);
          if (result.ok) assertPayload(result, title);
          else assertProblems(result, content, title);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

/** One of each type from the kit, the subject's own, and native content for some other channel. */
function samplesOf(subject: AdapterSubject, { channel }: Adapter): readonly ContentSample[] {
  const plain = Object.values(plainContents).map((content) => ({
    title: `plain ${content.type}`,
    content,
    rendering: content.type === "native" ? "refused" : subject.rendering[content.type],
  }));
  const foreign: ContentSample = {
    title: "native content for another channel",
    content: { type: "native", channel: `not-${channel}`, payload: { text: "The ferry leaves at nine" } },
    rendering: "refused",
  };
  return structuredClone([...plain, foreign, ...(subject.contents ?? [])]);
}

function render(adapter: Adapter, content: Content, title: string): RenderResult {
  try {
    return adapter.render(content, context);
  } catch (error) {
    // The error may quote the content, so that only its kind is told.
    assert.fail(`${title}: render threw ${describeThrown(error)}`);
  }
}

function assertPayload(result: Extract<RenderResult, { ok: true }>, title: string): void {
  const { payload, endpoint, lost, warnings = [] } = result;
  assert.deepEqual(JSON.parse(JSON.stringify(payload)), payload, `${title}: the payload changes when stored as JSON`);
  assert.ok(endpoint, `${title}: no endpoint is named`);
  assert.ok(
    [...lost, ...warnings].every((words) => words !== ""),
    `${title}: something is lost or warned of, but what is not said`,
  );
}

function assertProblems({ problems }: Extract<RenderResult, { ok: false }>, content: Content, title: string): void {
  assert.ok(problems.length > 0, `${title}: refused without a problem`);
  for (const { pointer, code, detail } of problems) {
    assert.ok(pointsInto(content, pointer), `${title}: the pointer "${pointer}" leads nowhere in the content`);
    assert.match(code, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, `${title}: the code must be kebab-case`);
    assert.ok(detail, `${title}: the problem at "${pointer}" has no detail`);
    const repeated = textsOf(content).some((text) => detail.includes(text));
    assert.ok(!repeated, `${title}: the detail at "${pointer}" repeats the content, which ends up in logs`);
  }
}
