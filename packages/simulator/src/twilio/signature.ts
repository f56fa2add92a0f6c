import { createHmac } from "node:crypto";

/**
 * `X-Twilio-Signature` of a form POST ("Webhooks security"): the address, without its fragment, followed by every
 * parameter's name and value in the names' code-unit order.
 */
export function signTwilioForm(
  url: string,
  parameters: Readonly<Record<string, string>>,
  authToken: string,
): string {
  let signed = url;
  for (const name of Object.keys(parameters).sort()) signed += name + (parameters[name] ?? "");
  return createHmac("sha1", authToken).update(signed).digest("base64");
}
