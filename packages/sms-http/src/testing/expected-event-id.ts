import { createHash } from "node:crypto";

/** Of what leads to the attempt, the carrier's id, the status, the error code and the time, as a report states them. */
export function expectedEventId(words: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(words)).digest("base64url");
}
