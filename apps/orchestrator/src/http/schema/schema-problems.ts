import type { Problem } from "@todoke/core";
import type { ErrorObject } from "ajv";
import { escapePointer } from "./storable-text.ts";

/** Our code for each schema keyword and each class-validator constraint; what is not listed is `invalid`. */
const problemCodes: Readonly<Record<string, string>> = {
  required: "missing",
  isDefined: "missing",
  additionalProperties: "unknown-field",
  whitelistValidation: "unknown-field",
  type: "wrong-type",
  isString: "wrong-type",
  isBoolean: "wrong-type",
  isInt: "wrong-type",
  isNumber: "wrong-type",
  isArray: "wrong-type",
  isObject: "wrong-type",
  const: "not-one-of",
  enum: "not-one-of",
  discriminator: "not-one-of",
  equals: "not-one-of",
  isIn: "not-one-of",
  pattern: "malformed",
  propertyNames: "malformed",
  format: "malformed",
  matches: "malformed",
  isTimeZone: "malformed",
  timeZoneOrRecipient: "malformed",
  addresses: "malformed",
  addressChanges: "malformed",
  attributes: "malformed",
  anyOf: "malformed",
  stepAccounts: "malformed",
  minLength: "wrong-length",
  maxLength: "wrong-length",
  isLength: "wrong-length",
  minItems: "wrong-count",
  maxItems: "wrong-count",
  arrayMinSize: "wrong-count",
  arrayMaxSize: "wrong-count",
  minProperties: "wrong-count",
  maxProperties: "wrong-count",
  minimum: "out-of-range",
  maximum: "out-of-range",
  exclusiveMinimum: "out-of-range",
  min: "out-of-range",
  max: "out-of-range",
  isPositive: "out-of-range",
  oneOf: "exactly-one",
  exactlyOneOf: "exactly-one",
};

/** Our code for a keyword or constraint. */
export function problemCode(rule: string): string {
  return problemCodes[rule] ?? "invalid";
}

/** A schema's complaint as a problem that points at the field itself, not at the object it is missing from. */
export function schemaProblem(error: ErrorObject): Problem {
  const code = problemCode(error.keyword);
  return { pointer: error.instancePath + fieldOf(error), code, detail: detailOf(error) };
}

function fieldOf(error: ErrorObject): string {
  const name: unknown = error.params[fieldParameters[error.keyword] ?? ""];
  return typeof name === "string" ? `/${escapePointer(name)}` : "";
}

/** Where Ajv keeps the name of the field that a keyword complains about. */
const fieldParameters: Readonly<Record<string, string>> = {
  required: "missingProperty",
  additionalProperties: "additionalProperty",
  propertyNames: "propertyName",
  discriminator: "tag",
};

function detailOf(error: ErrorObject): string {
  const word = wordings[error.keyword];
  return word === undefined ? (error.message ?? "is not valid") : word(error);
}

const wordings: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: () => "is required",
  additionalProperties: () => "there is no such field here",
  propertyNames: ({ schema }) => (isOfKinds(schema) ? "is no name for an address kind: use lower-case letters, digits and hyphens" : "is too long a name, or none"),
  enum: (error) => `must be one of ${String(error.params["allowedValues"]).replaceAll(",", ", ")}`,
  discriminator: () => "is none of the types that are known here; /docs lists them",
  anyOf: () => "has none of the forms that are known here; /docs shows them",
  oneOf: (error) => `give exactly one of ${choices(error.schema).join(", ")}`,
};

function isOfKinds(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "pattern" in schema;
}

/** The sides of a choice: a class states each as one `required`, or as any of several. */
function choices(schema: unknown): readonly string[] {
  if (!Array.isArray(schema)) return [];
  return schema.flatMap((side: Side) => {
    const names = [side, ...(side.anyOf ?? [])].flatMap(({ required = [] }) => required);
    return names.length === 0 ? [] : [names.join(" and/or ")];
  });
}

interface Side {
  readonly required?: readonly string[];
  readonly anyOf?: readonly Side[];
}
