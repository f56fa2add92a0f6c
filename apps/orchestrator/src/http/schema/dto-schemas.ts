import "reflect-metadata";
import { ARRAY_MAX_SIZE, ARRAY_MIN_SIZE, EQUALS, IS_ARRAY, IS_TIMEZONE, ValidationTypes } from "class-validator";
import { targetConstructorToSchema } from "class-validator-jsonschema";
import { attributeRules } from "../dto/attributes.ts";
import { addressRules, choicesOf, constraintNames, type DtoClass, nestedTypesOf, stepAccountRules, type Union } from "../dto/fields.ts";
import { componentPrefix, type JsonSchema, schemaReference } from "./json-schema.ts";

type Converter = NonNullable<NonNullable<Parameters<typeof targetConstructorToSchema>[1]>["additionalConverters"]>[string];

/** The name of a class in the OpenAPI document. */
export function schemaName(type: DtoClass): string {
  return type.name.replace(/Dto$/, "");
}

/** The component schemas of these classes and of all classes nested in them, by name. */
export function schemasOf(roots: readonly DtoClass[]): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = {};
  const waiting = [...roots];
  // The list grows while it is walked: each class adds those nested in it.
  for (const type of waiting) {
    if (schemaName(type) in schemas) continue;
    schemas[schemaName(type)] = schemaOf(type);
    for (const nested of nestedTypesOf(type).values()) {
      if ("name" in nested) schemas[nested.name] = unionSchema(nested);
      waiting.push(...("name" in nested ? Object.values(nested.variants) : [nested.type]));
    }
  }
  return schemas;
}

function schemaOf(type: DtoClass): JsonSchema {
  const choices = choicesOf(type).map((group) => ({ oneOf: group.map(sideSchema) }));
  return {
    ...acrossVersions(targetConstructorToSchema(type, { additionalConverters: converters })),
    ...(choices.length > 1 ? { allOf: choices } : choices[0]),
    additionalProperties: false,
  };
}

function sideSchema(side: readonly string[]): JsonSchema {
  const alternatives = side.map((property): JsonSchema => ({ required: [property] }));
  return alternatives.length === 1 ? alternatives[0]! : { anyOf: alternatives };
}

const addressesSchema: JsonSchema = {
  type: "object",
  minProperties: 1,
  maxProperties: addressRules.maximumKinds,
  propertyNames: { pattern: addressRules.kindPattern },
  additionalProperties: { type: "string", minLength: 1, maxLength: addressRules.maximumLength },
};

const addressChangesSchema: JsonSchema = {
  ...addressesSchema,
  additionalProperties: { anyOf: [{ type: "string", minLength: 1, maxLength: addressRules.maximumLength }, { type: "null" }] },
};

const attributesSchema: JsonSchema = {
  type: "object",
  maxProperties: attributeRules.maximum,
  propertyNames: { minLength: 1, maxLength: attributeRules.nameLength },
  additionalProperties: {
    anyOf: [
      { type: "string", maxLength: attributeRules.textLength },
      { type: "number" },
      { type: "boolean" },
      { type: "array", maxItems: attributeRules.listLength, items: { type: "string", maxLength: attributeRules.entryLength } },
      { type: "null" },
    ],
  },
};

const accountName: JsonSchema = { type: "string", minLength: 1, maxLength: stepAccountRules.maximumLength };

const stepAccountsSchema: JsonSchema = {
  type: "array",
  minItems: 1,
  maxItems: stepAccountRules.maximum,
  items: {
    anyOf: [
      accountName,
      {
        type: "object",
        required: ["account"],
        properties: { account: accountName, weight: { type: "number" } },
        additionalProperties: false,
      },
    ],
  },
};

/** What the library lacks or says for another dialect. */
const converters: Record<string, Converter> = {
  [ValidationTypes.NESTED_VALIDATION]: (meta) => {
    const { target, propertyName } = meta;
    const nested = typeof target === "function" ? nestedTypesOf(target as DtoClass).get(propertyName) : undefined;
    if (nested === undefined) throw new Error(`${propertyName}: nest it with a decorator of fields.ts`);
    return acrossVersions(schemaReference("name" in nested ? nested.name : schemaName(nested.type)));
  },
  [EQUALS]: (meta) => ({ type: meta.constraints?.[0] === true ? "boolean" : "string", const: meta.constraints?.[0] }),
  [IS_ARRAY]: { type: "array" },
  [ARRAY_MIN_SIZE]: (meta) => ({ minItems: meta.constraints?.[0] }),
  [ARRAY_MAX_SIZE]: (meta) => ({ maxItems: meta.constraints?.[0] }),
  [IS_TIMEZONE]: { type: "string", format: "time-zone" },
  [constraintNames.timeZoneOrRecipient]: { type: "string", anyOf: [{ enum: ["recipient"] }, { format: "time-zone" }] },
  [constraintNames.exactlyOneOf]: {},
  [constraintNames.addresses]: acrossVersions(addressesSchema),
  [constraintNames.addressChanges]: acrossVersions(addressChangesSchema),
  [constraintNames.shaped]: (meta) => acrossVersions(meta.constraints?.[0] as JsonSchema),
  [constraintNames.attributes]: acrossVersions(attributesSchema),
  [constraintNames.stepAccounts]: acrossVersions(stepAccountsSchema),
};

/** The library's types are those of OpenAPI 3.0, ours those of 3.1; either way it is plain JSON. */
function acrossVersions(schema: object) {
  return Object.fromEntries(Object.entries(schema));
}

function unionSchema(union: Union): JsonSchema {
  const variants = Object.entries(union.variants).map(([value, type]) => [value, componentPrefix + schemaName(type)] as const);
  return {
    type: "object",
    oneOf: variants.map(([, reference]) => ({ $ref: reference })),
    discriminator: { propertyName: union.discriminator, mapping: Object.fromEntries(variants) },
  };
}
