import type { ErrorClass } from "@todoke/core";
import { NotWrittenError } from "./not-written.ts";

/**
 * The vendor's codes, from the page of its documentation that lists them: put its address here. Only what certainly sent
 * nothing may be `throttled` or `unavailable`, because those are repeated.
 */
export const classByCode: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([]);

/** The code in the body of a refusal; undefined where there is none. Gateways answer with pages of HTML. Never throws. */
export function readCode(_text: string): string | undefined {
  throw new NotWrittenError("src/error-codes.ts", "readCode: where the vendor's code stands in a refusal, and the table of codes");
}
