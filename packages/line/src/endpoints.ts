import type { RateLimit } from "@todoke/core";

export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `data` is the host for files, `https://api-data.line.me`. */
  readonly host: "api" | "data";
  readonly path: string;
  /** What is left open when the answer is lost: nothing, a change at LINE, or messages to people. */
  readonly effect: "none" | "change" | "send";
  /** Honours `X-Line-Retry-Key`; LINE refuses the header everywhere else. */
  readonly keyed: boolean;
  /** LINE counts requests by channel and endpoint, not people: a multicast to 500 people is one request. */
  readonly limit: RateLimit;
}

const perSecond = (requests: number): RateLimit => ({ requests, perMs: 1000 });
const perMinute = (requests: number): RateLimit => ({ requests, perMs: 60_000 });
const perHour = (requests: number): RateLimit => ({ requests, perMs: 3_600_000 });

const ask = (path: string, limit: RateLimit): Endpoint => ({
  method: "GET",
  host: "api",
  path,
  effect: "none",
  keyed: false,
  limit,
});
const send = (path: string, limit: RateLimit, terms: { readonly keyed: boolean }): Endpoint => ({
  method: "POST",
  host: "api",
  path,
  effect: "send",
  keyed: terms.keyed,
  limit,
});
const change = (
  method: "POST" | "PUT" | "DELETE",
  path: string,
  limit: RateLimit,
  host: Endpoint["host"] = "api",
): Endpoint => ({ method, host, path, effect: "change", keyed: false, limit });

/**
 * Every call that this package makes, with its documented rate: "Messaging API reference" (and there "Rate limits") and
 * "LINE notification messages" on developers.line.biz. The names are those of `Adapter.limits` and
 * `RenderResult.endpoint`. Identifiers are appended to the path. The flexible notification call stands outside `/v2`.
 */
export const endpoints = {
  push: send("/v2/bot/message/push", perSecond(2000), { keyed: true }),
  multicast: send("/v2/bot/message/multicast", perSecond(200), { keyed: true }),
  narrowcast: send("/v2/bot/message/narrowcast", perHour(60), { keyed: true }),
  broadcast: send("/v2/bot/message/broadcast", perHour(60), { keyed: true }),
  reply: send("/v2/bot/message/reply", perSecond(2000), { keyed: false }),
  "pnp-template": send("/v2/bot/message/pnp/templated/push", perSecond(2000), { keyed: false }),
  "pnp-flexible": send("/bot/pnp/push", perSecond(2000), { keyed: false }),

  "narrowcast-progress": ask("/v2/bot/message/progress/narrowcast", perSecond(2000)),
  validate: { ...send("/v2/bot/message/validate", perSecond(2000), { keyed: false }), effect: "none" },

  profile: ask("/v2/bot/profile", perSecond(2000)),
  followers: ask("/v2/bot/followers/ids", perSecond(2000)),
  "group-members": ask("/v2/bot/group", perSecond(2000)),
  "room-members": ask("/v2/bot/room", perSecond(2000)),
  "group-summary": ask("/v2/bot/group", perSecond(2000)),
  "group-member-count": ask("/v2/bot/group", perSecond(2000)),
  "room-member-count": ask("/v2/bot/room", perSecond(2000)),
  "group-member": ask("/v2/bot/group", perSecond(2000)),
  "room-member": ask("/v2/bot/room", perSecond(2000)),
  "group-leave": change("POST", "/v2/bot/group", perSecond(2000)),
  "room-leave": change("POST", "/v2/bot/room", perSecond(2000)),
  loading: change("POST", "/v2/bot/chat/loading/start", perSecond(100)),
  "mark-as-read": change("POST", "/v2/bot/chat/markAsRead", perSecond(2000)),
  "bot-info": ask("/v2/bot/info", perSecond(2000)),
  quota: ask("/v2/bot/message/quota", perSecond(2000)),
  consumption: ask("/v2/bot/message/quota/consumption", perSecond(2000)),

  "webhook-endpoint": ask("/v2/bot/channel/webhook/endpoint", perMinute(1000)),
  "webhook-endpoint-set": change("PUT", "/v2/bot/channel/webhook/endpoint", perMinute(1000)),
  "webhook-test": { ...change("POST", "/v2/bot/channel/webhook/test", perHour(60)), effect: "none" },

  "audience-create": change("POST", "/v2/bot/audienceGroup/upload", perMinute(60)),
  "audience-add": change("PUT", "/v2/bot/audienceGroup/upload", perMinute(60)),
  "audience-create-file": change("POST", "/v2/bot/audienceGroup/upload/byFile", perMinute(60), "data"),
  "audience-add-file": change("PUT", "/v2/bot/audienceGroup/upload/byFile", perMinute(60), "data"),
  "audience-click": change("POST", "/v2/bot/audienceGroup/click", perMinute(60)),
  "audience-impression": change("POST", "/v2/bot/audienceGroup/imp", perMinute(60)),
  "audience-rename": change("PUT", "/v2/bot/audienceGroup", perMinute(60)),
  "audience-delete": change("DELETE", "/v2/bot/audienceGroup", perMinute(60)),
  "audience-get": ask("/v2/bot/audienceGroup", perMinute(60)),
  "audience-list": ask("/v2/bot/audienceGroup/list", perMinute(60)),

  "sent-count": ask("/v2/bot/message/delivery", perSecond(2000)),
  "unit-usage": ask("/v2/bot/message/aggregation/info", perSecond(2000)),
  "unit-names": ask("/v2/bot/message/aggregation/list", perSecond(2000)),
  "insight-message": ask("/v2/bot/insight/message/event", perHour(60)),
  "insight-unit": ask("/v2/bot/insight/message/event/aggregation", perHour(60)),
  "insight-deliveries": ask("/v2/bot/insight/message/delivery", perHour(60)),
  "insight-followers": ask("/v2/bot/insight/followers", perHour(60)),
  "insight-demographic": ask("/v2/bot/insight/demographic", perHour(60)),
} as const satisfies Readonly<Record<string, Endpoint>>;

/** The calls that this package makes. */
export type EndpointName = keyof typeof endpoints;

/** The documented rates of some endpoints, as `Adapter.limits` wants them. */
export function limitsOf(...names: readonly EndpointName[]): Readonly<Record<string, RateLimit>> {
  return Object.fromEntries(names.map((name) => [name, endpoints[name].limit]));
}
