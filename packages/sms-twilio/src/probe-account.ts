import type { AccountIdentity, CallOptions } from "@todoke/core";
import type { SmsClient } from "./client.ts";
import type { TwilioSmsConfig } from "./config.ts";

/**
 * Asks Twilio whose the credentials are. The account itself may be asked for with its auth token, and not with a standard API key
 * (twilio.com/docs/iam/api-keys): that is tried on the list of messages, which tells no name.
 */
export async function probeAccount(client: SmsClient, { accountSid, apiKey, from }: TwilioSmsConfig, options: CallOptions): Promise<AccountIdentity> {
  const address = from === undefined ? {} : { address: from };
  if (apiKey !== undefined) {
    await client.call("ask", options, (twilio) => twilio.messages.page({ pageSize: 1 }));
    return { name: "Twilio account of an API key", ...address };
  }
  const { body } = await client.call("ask", options, (twilio) => twilio.api.v2010.accounts(accountSid).fetch());
  return { name: body.friendlyName, ...address };
}
