import { createHmac } from "node:crypto";

/** `x-line-signature` ("Messaging API documentation", Verify webhook signature): over the body's exact bytes. */
export function signLineBody(body: string, channelSecret: string): string {
  return createHmac("sha256", channelSecret).update(body).digest("base64");
}
