import type { TwilioEndpoint } from "./twilio-call.ts";

/** GET /2010-04-01/Accounts/{sid}.json */
export const fetchAccount: TwilioEndpoint = {
  name: "sms-account",
  handle: ({ accountSid }) => ({
    answer: {
      status: 200,
      body: JSON.stringify({
        sid: accountSid,
        owner_account_sid: accountSid,
        friendly_name: "Simulated account",
        status: "active",
        type: "Full",
        uri: `/2010-04-01/Accounts/${accountSid}.json`,
      }),
    },
  }),
};
