import { createHash } from "node:crypto";
import type { Adapter, Content, JsonObject, Purpose, RenderResult } from "@todoke/core";
import { compileContent, type TemplateProblem } from "./personalise.ts";
import { ByLocale, formsOf, type ContentForm } from "./translations.ts";

/** What a channel will send, with the bytes that stay the same however often the attempt is repeated. */
export interface PreparedPayload {
  readonly ok: true;
  readonly payload: JsonObject;
  /** The payload, serialised once. */
  readonly bytes: string;
  /** SHA-256 of `bytes`, hexadecimal. */
  readonly hash: string;
  readonly endpoint: string;
  /** What the channel cannot carry of it. */
  readonly lost: readonly string[];
  readonly warnings: readonly string[];
  /** What it was made of. */
  readonly form: ContentForm;
}

export interface RefusedPayload {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
}

/** Renders one content for one channel; literal content is rendered once for each locale. */
export interface PreparedContent {
  /** Templates that do not parse. */
  readonly problems: readonly TemplateProblem[];
  render(person: { readonly variables?: JsonObject; readonly locale?: string }): PreparedPayload | RefusedPayload;
}

/** How content is rendered, beside the channel and the purpose. */
export interface ContentOptions {
  /** The name under which the provider adds up what is sent. */
  readonly unit?: string | undefined;
  /** Variables that are nil in templates for whoever has none. */
  readonly optionalVariables?: readonly string[] | undefined;
}

export function prepareContent(content: Content, adapter: Adapter, purpose: Purpose, { unit, optionalVariables }: ContentOptions = {}): PreparedContent {
  const renderer = withUnit(adapter, unit);
  const absent = optionalVariables && Object.fromEntries(optionalVariables.map((name) => [name, null]));
  const forms = formsOf(content).map((form) => ({ ...form, prepared: prepare(form, renderer, purpose, absent) }));
  const byLocale = new ByLocale(forms.map(({ locale, prepared }) => [locale, prepared]));
  return {
    problems: forms.flatMap(({ pointer, prepared }) =>
      prepared.problems.map((problem) => ({ ...problem, pointer: `${pointer}${problem.pointer}` }))),
    render: (person) => byLocale.nearest(person.locale).render(person),
  };
}

type Renderer = Pick<Adapter, "render">;

/** The adapter, with every payload under the name. */
function withUnit(adapter: Adapter, unit: string | undefined): Renderer {
  const units = adapter.statistics?.units;
  if (unit === undefined || units === undefined) return adapter;
  return {
    render(content, context) {
      const rendered = adapter.render(content, context);
      return rendered.ok ? { ...rendered, payload: units.attach(rendered.payload, unit) } : rendered;
    },
  };
}

function prepare(form: ContentForm, adapter: Renderer, purpose: Purpose, absent: JsonObject | undefined): PreparedContent {
  const { content } = form;
  if (content.template === true) return prepareTemplate(form, adapter, purpose, absent);
  const byLocale = new Map<string | undefined, PreparedPayload | RefusedPayload>();
  return {
    problems: [],
    render({ locale }) {
      let prepared = byLocale.get(locale);
      if (prepared === undefined) {
        prepared = seal(adapter.render(content, contextOf(purpose, locale)), form);
        byLocale.set(locale, prepared);
      }
      return prepared;
    },
  };
}

function prepareTemplate(form: ContentForm, adapter: Renderer, purpose: Purpose, absent: JsonObject | undefined): PreparedContent {
  const problems: TemplateProblem[] = [];
  const personalise = compileContent(form.content, problems);
  return {
    problems,
    render({ variables, locale }) {
      const personalised = personalise(absent === undefined ? (variables ?? {}) : { ...absent, ...variables });
      if (!personalised.ok) return personalised;
      return seal(adapter.render(personalised.content, contextOf(purpose, locale)), form);
    },
  };
}

function contextOf(purpose: Purpose, locale: string | undefined) {
  return locale === undefined ? { purpose } : { purpose, locale };
}

function seal(result: RenderResult, form: ContentForm): PreparedPayload | RefusedPayload {
  if (!result.ok) {
    const [first] = result.problems;
    return { ok: false, code: first?.code ?? "content-refused", detail: first?.detail ?? "the channel refuses it" };
  }
  const bytes = JSON.stringify(result.payload);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { ok: true, payload: result.payload, bytes, hash, endpoint: result.endpoint, lost: result.lost, warnings: result.warnings ?? [], form };
}
