import { type JsonSchema, schemaReference } from "../schema/json-schema.ts";

type RequiredProperty = JsonSchema & { readonly optional?: never };

interface OptionalProperty {
  readonly optional: JsonSchema;
}

/** A schema for each property of a view: one that is missing, unknown or wrongly optional does not compile. */
export type ViewProperties<View> = {
  readonly [Key in keyof View]-?: object extends Pick<View, Key> ? OptionalProperty : RequiredProperty;
};

/** The schema of an object that answers contain. More properties may come, so unknown ones are allowed. */
export function viewSchema<View>(description: string, properties: ViewProperties<View>): JsonSchema {
  const entries = Object.entries<RequiredProperty | OptionalProperty>(properties);
  return {
    type: "object",
    description,
    required: entries.filter(([, property]) => !isOptional(property)).map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, property]) => [name, isOptional(property) ? property.optional : property])),
  };
}

/** The property may be absent. */
export function optional(schema: JsonSchema): OptionalProperty {
  return { optional: schema };
}

export function text(description: string, keywords: JsonSchema = {}): JsonSchema {
  return { type: "string", description, ...keywords };
}

export function oneOf(description: string, values: readonly string[]): JsonSchema {
  return { type: "string", description, enum: values };
}

/** One of several words, each explained. */
export function word<Word extends string>(description: string, meanings: Readonly<Record<Word, string>>): JsonSchema {
  const explained = Object.entries<string>(meanings).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return oneOf(`${description}\n\n${explained.join("\n")}`, Object.keys(meanings));
}

export function time(description: string): JsonSchema {
  return { type: "string", format: "date-time", description };
}

export function duration(description: string): JsonSchema {
  return { type: "string", description: `${description} ISO 8601.`, examples: ["PT2M"] };
}

export function count(description: string): JsonSchema {
  return { type: "integer", minimum: 0, description };
}

export function flag(description: string): JsonSchema {
  return { type: "boolean", description };
}

export function list(items: JsonSchema, description?: string): JsonSchema {
  return { type: "array", items, ...(description === undefined ? {} : { description }) };
}

/** The same, or null. */
export function orNull({ description, ...schema }: JsonSchema): JsonSchema {
  return { ...(description !== undefined && { description }), anyOf: [schema, { type: "null" }] };
}

export function named(name: string): JsonSchema {
  return schemaReference(name);
}

function isOptional(property: RequiredProperty | OptionalProperty): property is OptionalProperty {
  return property.optional !== undefined;
}
