import { ProviderError, type CallOptions } from "@todoke/core";
import type { CancelOutcome } from "./cancel-outcome.ts";
import type { SmsClient } from "./client.ts";

/** Twilio's error 30409: the message is past the point at which it can be cancelled. */
const pastCancelling = "30409";

/**
 * Takes a message back that Twilio has not sent yet, such as one that it was asked to schedule. Asking twice does no harm:
 * a call that fails is `unavailable`, never `ambiguous`.
 */
export async function cancelMessage(client: SmsClient, sid: string, options: CallOptions): Promise<CancelOutcome> {
  try {
    await client.call("ask", options, (twilio) => twilio.messages(sid).update({ status: "canceled" }));
    return "cancelled";
  } catch (error) {
    if (ProviderError.is(error) && error.providerCode === pastCancelling) return "too-late";
    throw error;
  }
}
