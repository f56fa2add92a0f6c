import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { openapiDocument } from "../http/openapi/openapi-document.ts";
import { createAjv, withoutMappings } from "../http/schema/gate.ts";
import { componentPrefix, type JsonSchema } from "../http/schema/json-schema.ts";

/**
 * Checks an answer against its component schema as strictly as can be: where clients are told that properties may come,
 * a property that is not described counts as an error here.
 */
export function answerErrors(schema: string, answer: unknown): readonly ErrorObject[] {
  let validate = validators.get(schema);
  if (validate === undefined) validators.set(schema, (validate = compile(schema)));
  validate(answer);
  return validate.errors ?? [];
}

const validators = new Map<string, ValidateFunction>();

function compile(schema: string): ValidateFunction {
  const ajv = createAjv({ allErrors: true });
  ajv.addFormat("date-time", (text: string) => new Date(text).toISOString() === text);
  ajv.addFormat("date", /^\d{4}-\d{2}-\d{2}$/);
  const schemas = Object.entries(openapiDocument().components.schemas).map(([name, each]) => [name, closed(each)] as const);
  ajv.addSchema({ $id: "answers", components: { schemas: withoutMappings(Object.fromEntries(schemas)) } });
  return ajv.compile({ $ref: `answers${componentPrefix}${schema}` });
}

function closed(schema: JsonSchema): JsonSchema {
  return schema.properties === undefined ? schema : { ...schema, additionalProperties: false };
}
