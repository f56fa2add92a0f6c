import type { Content, JsonObject, NativeContent, TextContent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { compileContent, type PersonalisedContent, type TemplateProblem } from "./personalise.ts";

function personalise(content: Content, variables: JsonObject = {}): PersonalisedContent {
  const problems: TemplateProblem[] = [];
  const fill = compileContent(content, problems);
  expect(problems).toEqual([]);
  return fill(variables);
}

const text = (template: string): TextContent => ({ type: "text", text: template, template: true });

describe("filling in", () => {
  it("puts a person's values into every string of the content", () => {
    const content: Content = {
      type: "buttons",
      text: "Hi {{ name }}",
      buttons: [{ label: "{{ label }}", url: "https://example.test/{{ id }}" }],
      template: true,
    };
    expect(personalise(content, { name: "Aiko", label: "Open", id: 7 })).toEqual({
      ok: true,
      content: {
        type: "buttons",
        text: "Hi Aiko",
        buttons: [{ label: "Open", url: "https://example.test/7" }],
        template: true,
      },
    });
  });

  it("reaches the leaves of a native payload and leaves all else as it is", () => {
    const payload = { messages: [{ type: "flex", size: 3, isBig: true, nothing: null, contents: { text: "{{ name }}!" } }] };
    const content: NativeContent = { type: "native", channel: "line", payload, template: true };
    expect(personalise(content, { name: "Aiko" })).toEqual({
      ok: true,
      content: {
        ...content,
        payload: { messages: [{ type: "flex", size: 3, isBig: true, nothing: null, contents: { text: "Aiko!" } }] },
      },
    });
  });

  it("reaches what a provider calls by words that are the contract's elsewhere", () => {
    const say = (words: string) => ({ type: "native", channel: "line", payload: { type: "template", template: { type: "confirm", text: words } }, template: true }) as const;
    expect(personalise(say("Come, {{ name }}?"), { name: "Aiko" })).toEqual({ ok: true, content: say("Come, Aiko?") });
  });

  it("gives each person their own", () => {
    const fill = compileContent(text("Hi {{ name }}"), []);
    expect([fill({ name: "Aiko" }), fill({ name: "Ben" })]).toEqual([
      { ok: true, content: text("Hi Aiko") },
      { ok: true, content: text("Hi Ben") },
    ]);
  });

  it("does not take a person's value for a template", () => {
    expect(personalise(text("{{ name }}"), { name: "{{ secret }}", secret: "s3cret" })).toEqual({ ok: true, content: text("{{ secret }}") });
  });

  it("knows conditions and filters", () => {
    expect(personalise(text("{% if vip %}Dear {{ name | upcase }}{% endif %}"), { vip: true, name: "Aiko" })).toEqual({
      ok: true,
      content: text("Dear AIKO"),
    });
  });
});

describe("failing", () => {
  it("names the missing variable and nothing of the text around it", () => {
    expect(personalise(text("secret text {{ name }}"))).toEqual({
      ok: false,
      code: "missing-variable",
      detail: "the variable name is missing",
    });
    expect(personalise(text("{{ order.id }}"), { order: {} })).toMatchObject({ ok: false, code: "missing-variable" });
  });

  it("does not find what every object inherits", () => {
    expect(personalise(text("{{ constructor }}"))).toMatchObject({ ok: false, code: "missing-variable" });
    expect(personalise(text("{{ order.toString }}"), { order: {} })).toMatchObject({ ok: false });
  });

  it.each([
    ["{% for i in (1..100000000) %}x{% endfor %}"],
    ["{% for i in (1..3000) %}{% for j in (1..3000) %}x{% endfor %}{% endfor %}"],
  ])("stops %s within its limits, without a word of the template", (template) => {
    const result = personalise(text(template));
    expect(result).toMatchObject({ ok: false, code: "template-failed" });
    expect(JSON.stringify(result)).not.toContain("endfor");
  });

  it.each([
    [text("{{ name"), "/text"],
    [{ type: "carousel", cards: [{ text: "a", buttons: [] }, { text: "{% if %", buttons: [] }], altText: "b", template: true }, "/cards/1/text"],
    [text("{{ name | nonesuch }}"), "/text"],
    [text("{% nonesuch %}"), "/text"],
  ] as readonly (readonly [Content, string])[])("points at a template that does not parse (%#)", (content, pointer) => {
    const problems: TemplateProblem[] = [];
    compileContent(content, problems);
    expect(problems).toEqual([{ pointer, detail: expect.stringMatching(/^the template does not parse: /) }]);
  });

  it("reads no files", () => {
    const problems: TemplateProblem[] = [];
    const fill = compileContent(text("{% include '/etc/passwd' %}"), problems);
    expect(problems.length === 1 || !fill({}).ok).toBe(true);
  });
});

it("says each time that a text does not parse, and fills in for each what parsed before", () => {
  const broken: Content = { type: "text", text: "Hi {{ name", template: true };
  for (const time of [1, 2]) {
    const problems: TemplateProblem[] = [];
    compileContent(broken, problems);
    expect(problems, `time ${time}`).toHaveLength(1);
    const fill = compileContent({ type: "text", text: "{% assign a = name %}{% cycle 'x', 'y' %} {{ a }}", template: true }, []);
    expect([fill({ name: "Aiko" }), fill({ name: "Ren" })]).toMatchObject([{ content: { text: "x Aiko" } }, { content: { text: "x Ren" } }]);
  }
});
