import type { ErrorCode } from "../error-table.ts";

/** How a request with a JSON body can be refused. */
export const bodyRefusals = [
  "malformed-request",
  "body-too-large",
  "unsupported-media-type",
  "invalid-request",
] as const satisfies readonly ErrorCode[];
