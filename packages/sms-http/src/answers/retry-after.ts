import { readRetryAfterMs } from "@todoke/sms-core";
import { locate, type Located, type Locator } from "./locator.ts";

/** How long the carrier asks us to stay away, in milliseconds: in its own words, else in the header of RFC 9110. */
export function retryAfterMs(seconds: Locator | undefined, answer: Located): number | undefined {
  return readRetryAfterMs(locate(seconds, answer)) ?? readRetryAfterMs(locate({ header: "retry-after" }, answer));
}
