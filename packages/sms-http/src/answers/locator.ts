import type { JsonValue } from "@todoke/core";
import { readPath } from "./json-path.ts";

/**
 * Where a value stands in an answer: a path into its JSON (`messages[0].id`), the first group of a regular expression
 * over its text (`^` and `$` match at lines), or a header.
 */
export type Locator = string | { readonly pattern: string } | { readonly header: string };

/** An answer to look into. */
export interface Located {
  /** Undefined where the body is no JSON. */
  readonly json: JsonValue | undefined;
  readonly text: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Patterns see no more of an answer than this, so that a long one cannot hold the process up. */
const longestSearchedText = 16_384;

/** The value as text; undefined where there is none, or an empty one. */
export function locate(locator: Locator | undefined, answer: Located): string | undefined {
  if (locator === undefined) return undefined;
  if (typeof locator === "string") return textAt(answer.json, locator);
  if ("pattern" in locator) {
    const match = new RegExp(locator.pattern, "mu").exec(answer.text.slice(0, longestSearchedText));
    return match?.[1]?.trim() || undefined;
  }
  const value = answer.headers[locator.header.toLowerCase()];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

/** The text, number or truth value at a path, as text; undefined for anything else, and for empty text. */
export function textAt(json: JsonValue | undefined, path: string | undefined): string | undefined {
  if (json === undefined || path === undefined) return undefined;
  const value = readPath(json, path);
  if (typeof value === "string") return value.trim() || undefined;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
