import type { ProviderDefinition } from "@todoke/core";
import { parseConfig } from "./config.ts";
import { createTwilioSms } from "./create-twilio-sms.ts";

/** Twilio as a host lists it. Its settings are those of `TwilioSmsConfig`. */
export const twilioSmsProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "twilio",
  openSettings: ["from", "messagingServiceSid", "senderByCountry", "maxSegments", "mmsCountries", "apiBaseUrl", "edge", "region", "smartEncoded", "keywords", "reconcile"],
  createAccount(settings) {
    const sms = createTwilioSms(parseConfig(settings));
    return { adapters: [sms.adapter], services: { probe: (options) => sms.probe(options) }, close: () => sms.close() };
  },
};
