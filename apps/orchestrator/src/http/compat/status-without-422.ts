import { type ErrorCode, errorTable } from "../error-table.ts";

/** The status of a refusal for callers who know no 422. */
export function statusWithout422(code: ErrorCode): number {
  const { status } = errorTable[code];
  return status === 422 ? 400 : status;
}
