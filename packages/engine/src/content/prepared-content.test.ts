import { createHash } from "node:crypto";
import type { Adapter } from "@todoke/core";
import { describe, expect, it, vi } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { prepareContent } from "./prepared-content.ts";

const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });

describe("literal content", () => {
  it("reaches the person as it was written, braces and all", () => {
    const prepared = prepareContent({ type: "text", text: "{{ name }} {% if" }, adapter, "notice");
    expect(prepared.problems).toEqual([]);
    expect(prepared.render({ variables: { name: "Aiko" } })).toMatchObject({ ok: true, payload: { text: "{{ name }} {% if" } });
  });

  it("is rendered once for each locale, not once for each person", () => {
    const render = vi.fn<Adapter["render"]>((content, context) => adapter.render(content, context));
    const prepared = prepareContent({ type: "text", text: "Hello" }, { ...adapter, render }, "alert");
    for (const person of [{}, {}, { locale: "ja" }, { locale: "ja" }]) prepared.render(person);
    expect(render.mock.calls.map(([, context]) => context)).toEqual([{ purpose: "alert" }, { purpose: "alert", locale: "ja" }]);
  });
});

it("seals the payload with its bytes and their hash", () => {
  const payload = prepareContent({ type: "text", text: "Hi" }, adapter, "notice").render({});
  const bytes = '{"text":"Hi"}';
  expect(payload).toMatchObject({ ok: true, bytes, hash: createHash("sha256").update(bytes).digest("hex"), endpoint: "single" });
});

it("says why the channel refuses, by the first reason", () => {
  const prepared = prepareContent({ type: "image", url: "https://example.test/a.png" }, adapter, "notice");
  expect(prepared.render({})).toEqual({ ok: false, code: "text-only", detail: "only text can be carried" });
});

it("refuses a templated payload for the person whose variable is missing", () => {
  const prepared = prepareContent({ type: "text", text: "{{ name }}", template: true }, adapter, "notice");
  expect(prepared.render({})).toMatchObject({ ok: false, code: "missing-variable" });
  expect(prepared.render({ variables: { name: "Aiko" } })).toMatchObject({ ok: true, bytes: '{"text":"Aiko"}' });
});
