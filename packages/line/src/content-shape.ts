import type { ContentProblem, JsonObject, JsonValue } from "@todoke/core";
import { isLongerThan, type CharacterUnit } from "./character-count.ts";
import { isJsonArray, isJsonObject } from "./json-object.ts";

/** What a value may look like, as data. Fields that a shape does not name pass: LINE adds some without notice. */
export type Shape =
  | { readonly kind: "text"; readonly max: number; readonly unit: CharacterUnit; readonly pattern?: RegExp }
  | { readonly kind: "address"; readonly max: number; readonly schemes: readonly string[] }
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly whole?: boolean }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "flag" }
  | { readonly kind: "list"; readonly min: number; readonly max: number; readonly each: Shape }
  | { readonly kind: "record"; readonly fields: Fields; readonly also?: Rule }
  /** Chosen by `type`. A type that is not listed passes. */
  | { readonly kind: "variant"; readonly variants: Readonly<Record<string, Shape>> }
  /** For shapes that contain themselves. */
  | { readonly kind: "lazy"; readonly shape: () => Shape };

/** A name that ends in `?` may be absent. */
export type Fields = Readonly<Record<string, Shape>>;

/** What a shape alone cannot say: a limit that depends on another field. */
export type Rule = (value: JsonObject, pointer: string) => readonly ContentProblem[];

/** Everything in `value` that `shape` does not allow, each with the JSON pointer of the field. */
export function checkShape(shape: Shape, value: JsonValue | undefined, pointer: string): readonly ContentProblem[] {
  if (value === undefined) return [problem(pointer, "required", "is missing")];
  switch (shape.kind) {
    case "text":
      return checkText(shape, value, pointer);
    case "address":
      return checkAddress(shape, value, pointer);
    case "number":
      return checkNumber(shape, value, pointer);
    case "choice":
      return typeof value === "string" && shape.of.includes(value)
        ? []
        : [problem(pointer, "not-a-choice", `must be ${describeChoices(shape.of)}`)];
    case "flag":
      return typeof value === "boolean" ? [] : [problem(pointer, "wrong-type", "must be true or false")];
    case "list":
      return checkList(shape, value, pointer);
    case "record":
      return checkRecord(shape, value, pointer);
    case "variant":
      return checkVariant(shape, value, pointer);
    case "lazy":
      return checkShape(shape.shape(), value, pointer);
  }
}

export function problem(pointer: string, code: string, detail: string): ContentProblem {
  return { pointer, code, detail };
}

type ShapeOf<Kind extends Shape["kind"]> = Extract<Shape, { kind: Kind }>;

function checkText({ max, unit, pattern }: ShapeOf<"text">, value: JsonValue, pointer: string) {
  if (typeof value !== "string") return [problem(pointer, "wrong-type", "must be text")];
  if (value === "") return [problem(pointer, "empty", "must not be empty")];
  if (isLongerThan(value, max, unit)) {
    const counted = unit === "grapheme" ? "characters" : "UTF-16 units";
    return [problem(pointer, "too-long", `must have at most ${max} ${counted}`)];
  }
  return pattern?.test(value) === false ? [problem(pointer, "wrong-format", `must match ${pattern.source}`)] : [];
}

function checkNumber({ min, max, whole = false }: ShapeOf<"number">, value: JsonValue, pointer: string) {
  if (typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value))) return [];
  return [problem(pointer, "out-of-range", `must be a ${whole ? "whole " : ""}number from ${min} to ${max}`)];
}

/** The first few of a long list, such as LINE's regions. */
function describeChoices(choices: readonly string[]): string {
  const shown = choices.slice(0, 12).join(", ");
  return choices.length > 12 ? `one of ${shown} … ${choices.at(-1)}` : `one of ${shown}`;
}

function checkAddress({ max, schemes }: ShapeOf<"address">, value: JsonValue, pointer: string) {
  if (typeof value !== "string" || !schemes.some((scheme) => value.startsWith(`${scheme}:`)) || !URL.canParse(value)) {
    return [problem(pointer, "wrong-address", `must be an address that begins with ${schemes.join(": or ")}:`)];
  }
  if (value.length > max) return [problem(pointer, "too-long", `must have at most ${max} UTF-16 units`)];
  return /^[\x21-\x7e]+$/.test(value) ? [] : [problem(pointer, "not-encoded", "must be percent-encoded as UTF-8")];
}

function checkList({ min, max, each }: ShapeOf<"list">, value: JsonValue, pointer: string) {
  if (!isJsonArray(value)) return [problem(pointer, "wrong-type", "must be a list")];
  if (value.length < min) return [problem(pointer, "too-few", `must have at least ${min}`)];
  if (value.length > max) return [problem(`${pointer}/${max}`, "too-many", `at most ${max} are allowed`)];
  return value.flatMap((item, index) => checkShape(each, item, `${pointer}/${index}`));
}

function checkRecord({ fields, also }: ShapeOf<"record">, value: JsonValue, pointer: string) {
  if (!isJsonObject(value)) return [problem(pointer, "wrong-type", "must be an object")];
  const problems = Object.entries(fields).flatMap(([field, shape]) => {
    const name = field.replace(/\?$/, "");
    return name !== field && value[name] === undefined ? [] : checkShape(shape, value[name], `${pointer}/${name}`);
  });
  return also ? [...problems, ...also(value, pointer)] : problems;
}

function checkVariant({ variants }: ShapeOf<"variant">, value: JsonValue, pointer: string) {
  if (!isJsonObject(value)) return [problem(pointer, "wrong-type", "must be an object")];
  if (typeof value["type"] !== "string") return [problem(`${pointer}/type`, "required", "must name a type")];
  const shape = Object.hasOwn(variants, value["type"]) ? variants[value["type"]] : undefined;
  return shape ? checkShape(shape, value, pointer) : [];
}
