/**
 * Something thrown, in words for a report. Errors of adapters may hold what must not be shown, so that only their kind is
 * told; a `NotWrittenError` of the template has nothing but the file that is to be written.
 */
export function describeThrown(value: unknown): string {
  if (!(value instanceof Error)) return typeof value;
  return value.name === "NotWrittenError" ? `${value.name}: ${value.message}` : value.name;
}
