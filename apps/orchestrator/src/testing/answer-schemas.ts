import type { ErrorObject } from "ajv/dist/2020.js";
import { openapiDocument } from "../http/openapi/openapi-document.ts";
import { createAjv, withoutMappings } from "../http/schema/gate.ts";
import { componentPrefix, type JsonSchema } from "../http/schema/json-schema.ts";

/**
 * Checks an answer against its component schema as strictly as can be: where clients are told that properties may come,
 * a property that is not described counts as an error here.
 */
export function answerErrors(schema: string, answer: unknown): readonly ErrorObject[] {
  ajv ??= ajvOfAnswers();
  const validate = ajv.getSchema(`answers${componentPrefix}${schema}`);
  if (validate === undefined) throw new Error(`the document has no ${schema}`);
  void validate(answer);
  return validate.errors ?? [];
}

let ajv: ReturnType<typeof createAjv> | undefined;

function ajvOfAnswers(): ReturnType<typeof createAjv> {
  const made = createAjv({ allErrors: true });
  made.addFormat("date-time", (text: string) => new Date(text).toISOString() === text);
  made.addFormat("date", /^\d{4}-\d{2}-\d{2}$/);
  const schemas = Object.entries(openapiDocument().components.schemas).map(([name, each]) => [name, closed(each)] as const);
  made.addSchema({ $id: "answers", components: { schemas: withoutMappings(Object.fromEntries(schemas)) } });
  return made;
}

function closed(schema: JsonSchema): JsonSchema {
  return schema.properties === undefined ? schema : { ...schema, additionalProperties: false };
}
