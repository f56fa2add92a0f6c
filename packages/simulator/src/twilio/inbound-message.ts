import { randomUUID } from "node:crypto";
import type { OutgoingCallback } from "../callbacks/callback-step.ts";
import { signTwilioForm } from "./signature.ts";
import type { TwilioAccount } from "./twilio-account.ts";

/** "Webhooks for SMS": an answer is awaited for 15 s. */
const answerTimeoutMs = 15_000;
/** The number that people write to who have not been written to: Twilio's own for tests. */
const defaultSender = "+15005550006";

/** Posts an SMS that a person sends to one of the account's numbers ("Twilio's request to your application"). */
export function reportInboundMessage(twilio: TwilioAccount, from: string, body: string): void {
  const { inboundUrl } = twilio;
  if (inboundUrl === undefined) return;
  const { callbacks, clock } = twilio.simulation;
  callbacks.schedule([{ dueAt: clock.now(), build: () => buildInbound(twilio, inboundUrl, from, body) }]);
}

/** People answer to the number that wrote to them. */
function senderLastSeenBy(twilio: TwilioAccount, phone: string): string {
  const messages = twilio.messagesByRecipient.get(phone) ?? [];
  return messages.findLast((message) => message.from !== null)?.from ?? defaultSender;
}

function buildInbound(twilio: TwilioAccount, url: string, from: string, body: string): OutgoingCallback {
  const sid = `SM${randomUUID().replaceAll("-", "")}`;
  const parameters = {
    AccountSid: twilio.accountSid,
    ApiVersion: "2010-04-01",
    Body: body,
    From: from,
    MessageSid: sid,
    NumMedia: "0",
    NumSegments: "1",
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    To: senderLastSeenBy(twilio, from),
  };
  return {
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": signTwilioForm(url, parameters, twilio.authToken),
    },
    body: new URLSearchParams(parameters).toString(),
    timeoutMs: answerTimeoutMs,
    connectAttempts: 2,
  };
}
