import "reflect-metadata";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { ValidateBy } from "class-validator";
import type { JsonSchema } from "../schema/json-schema.ts";
import { constraintNames } from "./fields.ts";

/** A value of the shape that a schema gives, for what is described by one elsewhere already. */
export function Shaped(schema: JsonSchema): PropertyDecorator {
  let validate: ValidateFunction | undefined;
  return ValidateBy({
    name: constraintNames.shaped,
    constraints: [schema],
    validator: {
      validate: (value) => (validate ??= new Ajv2020({ strict: true }).compile(schema))(value),
      defaultMessage: () => "$property does not have the shape that /docs shows",
    },
  });
}
