import type { ProviderFake } from "@todoke/simulator";
import { readSettings } from "./settings.ts";
import { createSendEndpoint } from "./send-endpoint.ts";

/**
 * Pigeon for the simulator, under `/pigeon`. It shares no code with the adapter: a fake that signs with the
 * adapter's own function agrees with it on everything, mistakes included.
 */
export const providerFake: ProviderFake = {
  specificationVersion: 1,
  provider: "pigeon",
  start: (host, settings) => ({
    requestIdHeader: "pigeon-request-id",
    describeStatus: (status) => ({ error: { code: `http_${status}`, detail: "Out of order" } }),
    endpoints: [createSendEndpoint(host, readSettings(settings))],
  }),
};
