import { createHmac, timingSafeEqual } from "node:crypto";
import type { InboundRequest } from "@todoke/core";

/** Lower case. */
export const signatureHeader = "pigeon-signature";

/**
 * What the vendor writes into the header for this request: `t=1780272001,v1=…`, where `v1` is the HMAC-SHA256, in
 * hexadecimal, of the seconds, a dot and the bytes of the body (pigeon.example/docs/reports#signature). How old the
 * seconds are is not looked at: reports come late, and a copy of one changes nothing.
 */
export function signatureOf({ headers, body }: InboundRequest, secret: string): string {
  const [, seconds = ""] = /^t=(\d{1,12}),/.exec(headers[signatureHeader] ?? "") ?? [];
  const proof = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex");
  return `t=${seconds},v1=${proof}`;
}

/** In constant time. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
