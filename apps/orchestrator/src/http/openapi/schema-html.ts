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
  const names = Array.isArray(required) ? required : [];
  const rows = Object.entries(properties as Record<string, JsonSchema>).map(([name, property]) => [
    `<code>${name}</code>`,
    typeName(property),
    names.includes(name) ? "always" : "may be absent",
    markdown(String(property["description"] ?? "")),
  ]);
  return markdown(String(description)) + variants(schema) + (rows.length === 0 ? "" : table(["Property", "Type", "Present", "Meaning"], rows));
}

function typeName(schema: JsonSchema): string {
  const { $ref, items, type, const: constant, enum: values, format } = schema;
  if (typeof $ref === "string") return schemaLink($ref);
  if (typeof items === "object" && items !== null) return `list of ${typeName(items as JsonSchema)}`;
  if (constant !== undefined) return `<code>${escapeHtml(String(constant))}</code>`;
  if (Array.isArray(values)) return values.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(" ");
  return escapeHtml([type ?? "any", ...(format === undefined ? [] : [format])].join(", "));
}

function variants({ oneOf = [] }: JsonSchema): string {
  const references = (oneOf as readonly JsonSchema[]).flatMap(({ $ref, required }) => {
    if (typeof $ref === "string") return [schemaLink($ref)];
    return Array.isArray(required) ? required.map((name) => `<code>${escapeHtml(String(name))}</code>`) : [];
  });
  return references.length === 0 ? "" : `<p>Exactly one of ${references.join(", ")}.</p>`;
}
