import type { ProviderDefinition } from "@todoke/core";
import { createHttpSms } from "./create-http-sms.ts";
import { parseConfig } from "./settings/read-config.ts";

/** A carrier with an HTTP API as a host lists it. Its settings are those of `HttpSmsConfig`. */
export const httpSmsProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "http",
  openSettings: ["numberFormat", "countries", "textEncoding", "codings", "maxSegments", "from", "senderByCountry", "validity", "limits", "horizonMs"],
  createAccount(settings) {
    const sms = createHttpSms(parseConfig(settings));
    return { adapters: [sms.adapter], close: () => sms.close() };
  },
};
