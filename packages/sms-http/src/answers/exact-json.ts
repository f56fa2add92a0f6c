import type { JsonValue } from "@todoke/core";

/**
 * Reads JSON. Whole numbers too large for a number become text as they were written: carriers number their messages with
 * up to twenty digits. Undefined when it is no JSON.
 */
export function parseExactJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text, keepDigits) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The third argument came with Node 21 and is not in the compiler's library yet. */
function keepDigits(_name: string, value: JsonValue, context?: { readonly source?: string }): JsonValue {
  const source = context?.source;
  const exact = typeof value !== "number" || Number.isSafeInteger(value) || !/^-?\d+$/.test(source ?? "");
  return exact ? value : (source as string);
}
