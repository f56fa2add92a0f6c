import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Form fields of a webhook; a field that came twice has both values. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/**
 * Whether `signature` (the `X-Twilio-Signature` header) was made with one of the tokens over this address and these
 * fields. `url` is the address as Twilio was given it, with its raw query and without a fragment. Every token is tried,
 * so that the time taken says nothing about which one fits.
 *
 * Follows twilio.com/docs/usage/webhooks/webhooks-security.
 */
export function isSigned(
  signature: string,
  url: string,
  fields: FormFields,
  authTokens: readonly string[],
): boolean {
  const suffix = signedFields(fields);
  let signed = false;
  for (const token of authTokens) {
    for (const candidate of withAndWithoutPort(url)) {
      const expected = createHmac("sha1", token).update(candidate + suffix).digest("base64");
      signed = sameText(signature, expected) || signed;
    }
  }
  return signed;
}

/** Whether `hash` (the `bodySHA256` parameter that Twilio adds to the address of a JSON webhook) fits the raw body. */
export function isHashOf(hash: string, body: Uint8Array): boolean {
  return sameText(hash, createHash("sha256").update(body).digest("hex"));
}

/** Sorted by code unit; of a repeated field each distinct value once. */
function signedFields(fields: FormFields): string {
  return [...fields.keys()]
    .toSorted(byCodeUnit)
    .flatMap((name) => [...new Set(fields.get(name))].toSorted(byCodeUnit).map((value) => name + value))
    .join("");
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

const addressParts = /^(https?):\/\/([^/?#]*?)(:\d+)?([/?].*)?$/i;

/** Twilio has signed both forms, and which one cannot be told from the request. */
function withAndWithoutPort(url: string): readonly string[] {
  const [, scheme, host, port, rest = ""] = addressParts.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return [url];
  const givenPort = port ?? (scheme.toLowerCase() === "https" ? ":443" : ":80");
  return [`${scheme}://${host}${rest}`, `${scheme}://${host}${givenPort}${rest}`];
}

function sameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
