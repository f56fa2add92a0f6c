import "reflect-metadata";
import { maximumAttributes } from "@todoke/engine";
import { ValidateBy } from "class-validator";
import { characterCount, constraintNames, isObject } from "./fields.ts";

/** Rules for what is kept of a contact under names of the caller's own. */
export const attributeRules = { maximum: maximumAttributes, nameLength: 64, textLength: 1_000, listLength: 100, entryLength: 255 } as const;

/** Texts, numbers, booleans and lists of texts by name; null takes away what is there. */
export function Attributes(): PropertyDecorator {
  return ValidateBy({
    name: constraintNames.attributes,
    validator: {
      validate: (value) => isObject(value) && Object.keys(value).length <= attributeRules.maximum && Object.entries(value).every(isAttribute),
      defaultMessage: () => "$property must hold texts, numbers, booleans, lists of texts or null by name; /docs shows their bounds",
    },
  });
}

function isAttribute([name, value]: readonly [string, unknown]): boolean {
  const { nameLength, textLength, listLength, entryLength } = attributeRules;
  if (name === "" || characterCount(name) > nameLength) return false;
  if (value === null || typeof value === "boolean" || typeof value === "number") return true;
  if (Array.isArray(value)) return value.length <= listLength && value.every((entry) => isTextWithin(entry, entryLength));
  return isTextWithin(value, textLength);
}

function isTextWithin(value: unknown, length: number): boolean {
  return typeof value === "string" && characterCount(value) <= length;
}
