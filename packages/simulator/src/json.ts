export type JsonRecord = Readonly<Record<string, unknown>>;

/** True for `{…}`: not for null, arrays or primitives. */
export function isObject(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
