import type { Problem } from "@todoke/core";
import type { EgressClient } from "../egress/egress-client.ts";

/** Checks an address that reports are to be posted to, as far as it tells by itself, and gives it as it is called. */
export function readWebhookUrl(url: string, pointer: string, egress: EgressClient, problems: Problem[]): string {
  if (!URL.canParse(url) || !egress.mayPostTo(url)) {
    const detail = "must be the https address of a public host, without a user's name or password; the operator may allow other networks";
    problems.push({ pointer, code: "address-refused", detail });
    return url;
  }
  return new URL(url).href;
}
