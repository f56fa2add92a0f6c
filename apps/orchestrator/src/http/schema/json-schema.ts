import type { JsonValue } from "@todoke/core";

/** A JSON Schema of dialect 2020-12, as OpenAPI 3.1 uses it. */
export interface JsonSchema {
  readonly [keyword: string]: JsonValue;
}

/** Where component schemas live in the OpenAPI document. */
export const componentPrefix = "#/components/schemas/";

/** A reference to a component schema by its name. */
export function schemaReference(name: string): JsonSchema {
  return { $ref: componentPrefix + name };
}
