import type { ProviderDefinition } from "@todoke/core";
import { parseConfig } from "./config.ts";
import { createGreyQuetzalAnyChannel } from "./create-grey-quetzal-any-channel.ts";

/** Grey Quetzal as a host lists it. Its settings are those of `GreyQuetzalConfig`. */
export const greyQuetzalProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "grey-quetzal",
  createAccount(settings) {
    const { adapter } = createGreyQuetzalAnyChannel(parseConfig(settings));
    return { adapters: [adapter], close: () => Promise.resolve() };
  },
};
