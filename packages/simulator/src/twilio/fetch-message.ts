import type { Outcome } from "../serve.ts";
import { refuseTwilio } from "./errors.ts";
import { describeMessage } from "./message.ts";
import type { TwilioEndpoint } from "./twilio-call.ts";
import type { TwilioAccount } from "./twilio-account.ts";

/** GET /2010-04-01/Accounts/{sid}/Messages/{Sid}.json */
export const fetchMessage: TwilioEndpoint = {
  name: "sms-fetch",
  handle: (twilio, { messageSid }) => answerMessage(twilio, messageSid),
};

/** A message as it stands, or 404. */
export function answerMessage(twilio: TwilioAccount, messageSid: string): Outcome {
  const message = twilio.messages.get(messageSid);
  if (message === undefined) {
    return refuseTwilio(20404, "The requested resource was not found", 404);
  }
  const description = describeMessage(message, twilio.accountSid, twilio.simulation.clock.now());
  return { answer: { status: 200, body: JSON.stringify(description) } };
}
