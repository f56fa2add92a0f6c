import { timingSafeEqual } from "node:crypto";
import type { InboundRequest } from "@todoke/core";
import { NotWrittenError } from "./not-written.ts";

/** Lower case. */
export const signatureHeader = "x-grey-quetzal-signature";

/** What the vendor writes into the header for this request, computed from the bytes as they arrived. */
export function signatureOf(_request: InboundRequest, _secret: string): string {
  throw new NotWrittenError("src/signature.ts", "signatureOf: the vendor's recipe, and signatureHeader: its header");
}

/** In constant time. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
