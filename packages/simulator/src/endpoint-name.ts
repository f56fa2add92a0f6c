/** Every provider call that the simulator answers, by the name that faults, limits, the ledger and statistics use. */
export const endpointNames = [
  "push",
  "reply",
  "multicast",
  "profile",
  "pnp-template",
  "pnp-flexible",
  "validate",
  "quota",
  "bot-info",
  "webhook-endpoint",
  "webhook-test",
  "sms-create",
  "sms-fetch",
  "sms-list",
  "sms-update",
] as const;

export type EndpointName = (typeof endpointNames)[number];
