import { validateSignature } from "@line/bot-sdk";
import { SignatureError, type Webhook } from "@todoke/core";
import { parseJsonObject, readObjects } from "./json-object.ts";
import { readWebhookEvent } from "./webhook-events.ts";

/**
 * Reads what LINE posts to the one webhook of an account, for both of its channels. LINE wants an answer within two
 * seconds, sends copies, and keeps no order: store the events, answer, and drop those whose `eventId` is known.
 */
export function createWebhook(channelSecrets: readonly string[]): Webhook {
  return {
    signatureHeaders: ["x-line-signature"],
    verify: ({ headers, body }) => {
      const signature = headers["x-line-signature"];
      if (signature === undefined) throw new SignatureError("The header x-line-signature is missing");
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      // Every secret is tried, so that the time taken does not tell which one fits.
      const valid = channelSecrets.filter((secret) => validateSignature(bytes, secret, signature)).length > 0;
      if (!valid)
        throw new SignatureError("The signature fits no channel secret: check the secret and pass the raw body");
    },
    parse: ({ body }) => {
      const envelope = parseJsonObject(Buffer.from(body).toString("utf8")) ?? {};
      return readObjects(envelope["events"]).flatMap((event) => readWebhookEvent(event, envelope["destination"]));
    },
  };
}
