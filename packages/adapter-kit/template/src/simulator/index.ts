import type { ProviderFake } from "@todoke/simulator";
import { readSettings } from "./settings.ts";
import { createSendEndpoint } from "./send-endpoint.ts";

/**
 * Grey Quetzal for the simulator, under `/grey-quetzal`. It shares no code with the adapter: a fake that signs with the
 * adapter's own function agrees with it on everything, mistakes included.
 */
export const providerFake: ProviderFake = {
  specificationVersion: 1,
  provider: "grey-quetzal",
  start: (host, settings) => ({
    requestIdHeader: "x-request-id",
    describeStatus: (status) => ({ code: `http-${status}` }),
    endpoints: [createSendEndpoint(host, readSettings(settings))],
  }),
};
