import type { ErrorClass } from "@todoke/core";
import { readJson, textAt } from "./json.ts";

/**
 * pigeon.example/docs/errors. `too_fast` and `loft_closed` are documented as "nothing was sent": they are repeated. A code
 * that is not listed has the class of its status.
 */
export const classByCode: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ["number_unknown", "recipient"],
  ["opted_out", "policy"],
  ["text_forbidden", "content"],
  ["token_unknown", "sender"],
  ["sender_unregistered", "sender"],
  ["credit_exhausted", "quota"],
  ["too_fast", "throttled"],
  ["loft_closed", "unavailable"],
]);

/** The code in the body of a refusal; undefined where there is none. Gateways answer with pages of HTML. Never throws. */
export function readCode(text: string): string | undefined {
  return textAt(readJson(text), "error", "code");
}
