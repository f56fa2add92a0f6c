import type { Outcome } from "../serve.ts";
import { refuseTwilio } from "./errors.ts";
import { answerMessage } from "./fetch-message.ts";
import { statusAt } from "./message.ts";
import type { TwilioAccount } from "./twilio-account.ts";
import type { TwilioCall, TwilioEndpoint } from "./twilio-call.ts";

/** POST /2010-04-01/Accounts/{sid}/Messages/{Sid}.json: cancels what has not been sent yet, or empties the body. */
export const updateMessage: TwilioEndpoint = { name: "sms-update", handle };

const cancellable: ReadonlySet<string> = new Set(["scheduled", "accepted", "queued"]);

function handle(twilio: TwilioAccount, { form, messageSid }: TwilioCall): Outcome {
  const message = twilio.messages.get(messageSid);
  if (message === undefined) return answerMessage(twilio, messageSid);
  const cancels = form.get("Status") === "canceled";
  const redacts = form.get("Body") === "";
  if (cancels === redacts) return refuseTwilio(30400, "Give either Status=canceled or an empty Body.");
  const now = twilio.simulation.clock.now();
  if (cancels && !cancellable.has(statusAt(message, now).status)) {
    return refuseTwilio(30409, "The message can no longer be canceled.", 409);
  }
  if (cancels) {
    const past = message.timeline.filter((change) => change.at <= now);
    message.timeline = [...past, { at: now, status: "canceled" }];
  }
  if (redacts) message.body = "";
  return answerMessage(twilio, messageSid);
}
