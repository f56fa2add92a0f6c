import type { CallbackStep, OutgoingCallback } from "../callbacks/callback-step.ts";
import type { StatusChange, TwilioMessage } from "./message.ts";
import { signTwilioForm } from "./signature.ts";
import type { TwilioAccount } from "./twilio-account.ts";

/** "Webhooks (HTTP callbacks): connection overrides": 15 s for an answer, and one more try when none connects. */
const answerTimeoutMs = 15_000;
const connectAttempts = 2;

/** One callback for each status after the first, which the answer tells; a cancelled one is not reported. */
export function statusCallbackSteps(twilio: TwilioAccount, message: TwilioMessage, url: string): CallbackStep[] {
  const [withoutFragment = url] = url.split("#");
  return message.timeline.slice(1).map((change) => ({
    dueAt: change.at,
    build: () =>
      message.timeline.includes(change) ? buildCallback(twilio, message, change, withoutFragment) : undefined,
  }));
}

function buildCallback(
  twilio: TwilioAccount,
  message: TwilioMessage,
  change: StatusChange,
  url: string,
): OutgoingCallback {
  const parameters: Record<string, string> = {
    AccountSid: twilio.accountSid,
    ApiVersion: "2010-04-01",
    MessageSid: message.sid,
    MessageStatus: change.status,
    SmsSid: message.sid,
    SmsStatus: change.status,
    To: message.to,
  };
  if (message.from !== null) parameters["From"] = message.from;
  if (message.messagingServiceSid !== null) parameters["MessagingServiceSid"] = message.messagingServiceSid;
  if (change.errorCode !== undefined) parameters["ErrorCode"] = String(change.errorCode);
  if (change.status === "delivered" || change.status === "undelivered") {
    parameters["RawDlrDoneDate"] = formatCarrierDate(change.at);
  }
  return {
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "user-agent": "TwilioProxy/1.1",
      "i-twilio-idempotency-token": `${message.sid}-${change.status}`,
      "x-twilio-signature": signTwilioForm(url, parameters, twilio.authToken),
    },
    body: new URLSearchParams(parameters).toString(),
    timeoutMs: answerTimeoutMs,
    connectAttempts,
  };
}

/** `YYMMDDhhmm`, as carriers date their receipts. */
function formatCarrierDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, "").slice(2, 12);
}
