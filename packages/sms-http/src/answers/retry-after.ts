import { locate, type Located, type Locator } from "./locator.ts";

/** How long the carrier asks us to stay away, in milliseconds: in its own words, else in the header of RFC 9110. */
export function retryAfterMs(seconds: Locator | undefined, answer: Located): number | undefined {
  return toMs(locate(seconds, answer)) ?? toMs(locate({ header: "retry-after" }, answer));
}

function toMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(until - Date.now(), 0);
}
