import type { Content, JsonObject, JsonValue } from "@todoke/core";
import { Liquid, type Template } from "liquidjs";

/** Fills a templated content in for one person, or says why it cannot be. */
export type Personalise = (variables: JsonObject) => PersonalisedContent;

export type PersonalisedContent =
  | { readonly ok: true; readonly content: Content }
  | { readonly ok: false; readonly code: "missing-variable" | "template-failed"; readonly detail: string };

/** Where a template does not parse. */
export interface TemplateProblem {
  /** JSON pointer relative to the content. */
  readonly pointer: string;
  readonly detail: string;
}

/**
 * One person's text is short; these bounds stop a template that would hold up everybody else. The time is wall-clock
 * time, so it leaves room for a machine that stalls: an innocent template must not be refused for that.
 */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // No files: `include` and `render` find nothing.
  templates: {},
  parseLimit: 100_000,
  renderLimit: 2_000,
  memoryLimit: 1_000_000,
});

/** Words of the contract itself, never text for people. A provider may have objects by these names, and text in them. */
const literalKeys = new Set(["type", "channel", "template"]);

/** Parses every string of the content once. Content without `template: true` is literal and needs none of this. */
export function compileContent(content: Content, problems: TemplateProblem[]): Personalise {
  const fill = compileFields(Object.entries(content), "", problems);
  return (variables) => {
    try {
      return { ok: true, content: { ...content, ...fill(variables) } };
    } catch (error) {
      return explainFailure(error);
    }
  };
}

type Fill = (variables: JsonObject) => JsonValue;

function compileFields(
  fields: readonly (readonly [string, JsonValue])[],
  pointer: string,
  problems: TemplateProblem[],
): (variables: JsonObject) => JsonObject {
  const entries = fields.map(([key, value]): [string, Fill] =>
    literalKeys.has(key) && typeof value !== "object" ? [key, () => value] : [key, compileValue(value, `${pointer}/${key}`, problems)],
  );
  return (variables) => Object.fromEntries(entries.map(([key, fill]) => [key, fill(variables)]));
}

function compileValue(value: JsonValue, pointer: string, problems: TemplateProblem[]): Fill {
  if (typeof value === "string") return compileText(value, pointer, problems);
  if (typeof value !== "object" || value === null) return () => value;
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue, index) => compileValue(item, `${pointer}/${index}`, problems));
    return (variables) => items.map((fill) => fill(variables));
  }
  return compileFields(Object.entries(value), pointer, problems);
}

function compileText(text: string, pointer: string, problems: TemplateProblem[]): Fill {
  if (!text.includes("{{") && !text.includes("{%")) return () => text;
  let templates: Template[];
  try {
    templates = parse(text);
  } catch (error) {
    problems.push({ pointer, detail: `the template does not parse: ${firstLine(error)}` });
    return () => text;
  }
  return (variables) => liquid.renderSync(templates, variables) as string;
}

/** Least recently used first. A service is sent the same few templates again and again, with other people each time. */
const parsed = new Map<string, Template[]>();

/** Kept for so many texts, and only for texts that are not much longer than one message. */
const keptTexts = 200;
const longestKeptText = 10_000;

/** Throws where it does not parse. */
function parse(text: string): Template[] {
  const templates = parsed.get(text) ?? liquid.parse(text);
  if (text.length > longestKeptText) return templates;
  parsed.delete(text);
  parsed.set(text, templates);
  const [oldest] = parsed.keys();
  if (parsed.size > keptTexts) parsed.delete(oldest!);
  return templates;
}

/** Names the variable; repeats nothing of the text around it. */
function explainFailure(error: unknown): PersonalisedContent {
  const missing = /undefined variable: ([\w.[\]"'-]+)/.exec(firstLine(error));
  return missing === null
    ? { ok: false, code: "template-failed", detail: "the template breached a limit or failed for these variables" }
    : { ok: false, code: "missing-variable", detail: `the variable ${missing[1]} is missing` };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!.replace(/, line:.*$/, "");
}
