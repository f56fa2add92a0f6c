import type { ProviderFake } from "@todoke/simulator";
import { createAccount } from "./account.ts";
import { createMessage } from "./create-message.ts";
import { postInboundMessage } from "./inbound-message.ts";
import { describeVonageStatus } from "./problems.ts";
import { parseSettings } from "./settings.ts";

/** Vonage's Messages API, as far as SMS goes, for `@todoke/simulator`. Its settings are `VonageFakeSettings`. */
export const providerFake: ProviderFake = {
  specificationVersion: 1,
  provider: "vonage",
  start(host, settings) {
    const account = createAccount(host, parseSettings(settings));
    return {
      // Vonage documents no such header; the simulator's ledger needs a name for every call.
      requestIdHeader: "x-request-id",
      describeStatus: describeVonageStatus,
      endpoints: [createMessage(account)],
      personWrites: (phone, text) => postInboundMessage(account, phone, text),
    };
  },
};

export type { VonageFakeSettings } from "./settings.ts";
