import { componentPrefix, type JsonSchema } from "../schema/json-schema.ts";
import { escapeHtml, markdown, table } from "./html.ts";

/** A link to a component schema's section, by its name or reference. */
export function schemaLink(nameOrReference: string): string {
  const name = nameOrReference.replace(componentPrefix, "");
  return `<a href="#schema-${name}">${name}</a>`;
}

/** A component schema's description, and its properties or the schemas that it is one of. */
export function propertiesTable(schema: JsonSchema): string {
  const { description = "", properties = {}, required = [] } = schema;
  const rows = Object.entries(properties).map(([name, property]) => [
    codeWord(name),
    typeName(property),
    required.includes(name) ? "always" : "may be absent",
    markdown(property.description ?? ""),
  ]);
  const head = ["Property", "Type", "Present", "Meaning"];
  return markdown(description) + variants(schema) + (rows.length === 0 ? "" : table(head, rows));
}

/** Words between commas, each as code. */
export function codeWords(words: readonly string[]): string {
  return words.map(codeWord).join(", ");
}

function codeWord(word: string): string {
  return `<code>${escapeHtml(word)}</code>`;
}

function typeName(schema: JsonSchema): string {
  const { $ref, items, type = "any", const: constant, enum: values, format } = schema;
  if ($ref !== undefined) return schemaLink($ref);
  if (items !== undefined) return `list of ${typeName(items)}`;
  if (constant !== undefined) return codeWord(String(constant));
  if (values !== undefined) return codeWords(values);
  return format === undefined ? type : `${type}, ${format}`;
}

function variants({ oneOf = [] }: JsonSchema): string {
  const each = oneOf.flatMap(({ $ref, required = [] }) => ($ref === undefined ? required.map(codeWord) : [schemaLink($ref)]));
  return each.length === 0 ? "" : `<p>Exactly one of ${each.join(", ")}.</p>`;
}
