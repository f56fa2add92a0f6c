import assert from "node:assert/strict";

/** A capability or its samples, which are there whenever `claims.samples` passes. */
export function samplesOf<T>(given: T | undefined, name: string): T {
  assert.ok(given !== undefined, `${name} is not claimed or has no samples: see claims.samples`);
  return given;
}
