import { maximumDepth } from "./schema/storable-text.ts";

/** How deep a value may lie in a body that is taken in: a message of a batch is two levels further down than one alone. */
const depthTaken = maximumDepth + 2;

/**
 * JSON with the names of each object in order and no spaces: one text for all ways to write a value. What lies deeper than
 * any body that is taken in is left out.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (depth > depthTaken) return "…";
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item, depth + 1)).join()}]`;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item, depth + 1)}`).join()}}`;
}
