import { problem, type Fields, type Rule, type Shape } from "./content-shape.ts";

/** Counted in UTF-16 units, as LINE counts by default. */
export function text(max: number, pattern?: RegExp): Shape {
  return { kind: "text", max, unit: "utf-16", ...(pattern && { pattern }) };
}

/** Counted in grapheme clusters, as LINE counts what templates and actions show. */
export function shown(max: number): Shape {
  return { kind: "text", max, unit: "grapheme" };
}

export function list(min: number, max: number, each: Shape): Shape {
  return { kind: "list", min, max, each };
}

export function record(fields: Fields, also?: Rule): Shape {
  return { kind: "record", fields, ...(also && { also }) };
}

export function variant(variants: Readonly<Record<string, Shape>>): Shape {
  return { kind: "variant", variants };
}

export function choice(...of: readonly string[]): Shape {
  return { kind: "choice", of };
}

export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER): Shape {
  return { kind: "number", min, max, whole: true };
}

export function lazy(shape: () => Shape): Shape {
  return { kind: "lazy", shape };
}

/** Every rule in turn. */
export function allOf(...rules: readonly Rule[]): Rule {
  return (value, pointer) => rules.flatMap((rule) => rule(value, pointer));
}

/** Refuses fields by other names, where a misspelt one would change who or what is meant. */
export function onlyFields(...names: readonly string[]): Rule {
  return (value, pointer) =>
    Object.keys(value)
      .filter((field) => !names.includes(field))
      .map((field) =>
        problem(`${pointer}/${escapeSegment(field)}`, "unknown-field", `must be one of ${names.join(", ")}`),
      );
}

/** As RFC 6901 asks for. */
export function escapeSegment(field: string): string {
  return field.replaceAll("~", "~0").replaceAll("/", "~1");
}

export const flag: Shape = { kind: "flag" };
export const anything: Shape = record({});
/** Images, video and audio that LINE fetches. */
export const media: Shape = { kind: "address", max: 2000, schemes: ["https"] };
/** Where a tap may lead. */
export const link: Shape = { kind: "address", max: 1000, schemes: ["https", "http", "line", "tel"] };
