/**
 * The value of a Retry-After header (RFC 9110, section 10.2.3) in milliseconds from now: of whole or broken seconds or of
 * an HTTP date. Undefined where it says neither or names a moment that has passed.
 */
export function readRetryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const isSeconds = /^\d{1,9}(\.\d+)?$/.test(value);
  const milliseconds = isSeconds ? Math.ceil(Number(value) * 1_000) : Date.parse(value) - Date.now();
  return milliseconds >= 0 ? milliseconds : undefined;
}
