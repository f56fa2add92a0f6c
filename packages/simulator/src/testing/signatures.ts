import { validateSignature } from "@line/bot-sdk";
import twilio from "twilio";
import type { ReceivedCallback } from "./callback-receiver.ts";

/** What LINE's own helper says of a webhook's signature. */
export function isSignedByLine({ body, headers }: ReceivedCallback): boolean {
  return validateSignature(body, "line-secret", String(headers["x-line-signature"]));
}

/** What Twilio's own helper says of a callback's signature. */
export function isSignedByTwilio(callback: ReceivedCallback): boolean {
  const signature = String(callback.headers["x-twilio-signature"]);
  return twilio.validateRequest("twilio-token", signature, callback.url, formOf(callback));
}

/** A callback's form parameters. */
export function formOf({ body }: ReceivedCallback): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}
