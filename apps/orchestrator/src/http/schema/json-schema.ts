/**
 * A JSON Schema of dialect 2020-12, as OpenAPI 3.1 uses it. Keywords that are read here have types; others may stand
 * beside them.
 */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly const?: string | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** Where component schemas live in the OpenAPI document. */
export const componentPrefix = "#/components/schemas/";

/** A reference to a component schema by its name. */
export function schemaReference(name: string): JsonSchema {
  return { $ref: componentPrefix + name };
}
