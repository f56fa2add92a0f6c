import type { ProviderDefinition } from "@todoke/core";
import { parseConfig } from "./config.ts";
import { createPigeonSms } from "./create-pigeon-sms.ts";

/** Pigeon as a host lists it. Its settings are those of `PigeonConfig`. */
export const pigeonProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "pigeon",
  createAccount(settings) {
    const { adapter } = createPigeonSms(parseConfig(settings));
    return { adapters: [adapter], close: () => Promise.resolve() };
  },
};
