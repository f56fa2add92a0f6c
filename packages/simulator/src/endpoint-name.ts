/**
 * Every provider call that the simulator answers, by the name that faults, limits, the ledger and statistics use; and
 * `webhook`, by which faults of the kind `callbacks` befall what LINE posts of people and groups.
 */
export const endpointNames = [
  "push",
  "reply",
  "multicast",
  "broadcast",
  "narrowcast",
  "narrowcast-progress",
  "audience-create",
  "audience-create-file",
  "audience-add",
  "audience-add-file",
  "audience-click",
  "audience-imp",
  "audience-rename",
  "audience-delete",
  "audience-get",
  "audience-list",
  "coupon-create",
  "coupon-list",
  "coupon-get",
  "coupon-close",
  "delivery-count",
  "aggregation-info",
  "aggregation-list",
  "insight-delivery",
  "insight-followers",
  "insight-demographic",
  "insight-message",
  "insight-unit",
  "followers",
  "group-summary",
  "member-count",
  "member-ids",
  "member-profile",
  "group-leave",
  "profile",
  "pnp-template",
  "pnp-flexible",
  "validate",
  "quota",
  "bot-info",
  "token-issue",
  "token-issue-stateless",
  "token-issue-short-lived",
  "token-keys",
  "token-verify",
  "token-revoke",
  "webhook",
  "webhook-endpoint",
  "webhook-test",
  "sms-create",
  "sms-fetch",
  "sms-account",
  "sms-list",
  "sms-update",
] as const;

export type EndpointName = (typeof endpointNames)[number];

/** A call of a provider that a package brought: `vonage:send`. */
export type FakeEndpointName = `${string}:${string}`;

export type AnyEndpointName = EndpointName | FakeEndpointName;
