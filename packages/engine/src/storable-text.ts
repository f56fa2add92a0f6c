import type { JsonValue } from "@todoke/core";

/** A provider's text as PostgreSQL can hold it: it refuses the NUL character, and one must not hold up a whole batch. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The same for a provider's JSON: its values and the names of its properties. */
export function storableJson(value: JsonValue): JsonValue {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => storableJson(item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storableText(name), storableJson(item)]));
}
