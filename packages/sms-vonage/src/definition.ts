import type { ProviderDefinition } from "@todoke/core";
import { parseConfig } from "./config.ts";
import { createVonageSms } from "./create-vonage-sms.ts";

/** Vonage as a host lists it. Its settings are those of `VonageSmsConfig`. */
export const vonageSmsProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "vonage",
  openSettings: ["applicationId", "from", "senderByCountry", "keywords", "apiBaseUrl"],
  createAccount(settings) {
    const sms = createVonageSms(parseConfig(settings));
    return { adapters: [sms.adapter], close: () => sms.close() };
  },
};
