/** The calls that this package makes. The names are those of `Adapter.limits` and of `RenderResult.endpoint`. */
export type EndpointName = "push" | "multicast" | "profile" | "pnp-template" | "pnp-flexible";

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Sends something to people, so that a lost answer leaves the outcome open. */
  readonly sends: boolean;
  /** Honours `X-Line-Retry-Key`; LINE refuses the header everywhere else. */
  readonly keyed: boolean;
}

/**
 * Paths as documented in the "Messaging API reference" and under "LINE notification messages" on developers.line.biz.
 * The flexible notification call stands outside `/v2`.
 */
export const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
  push: { method: "POST", path: "/v2/bot/message/push", sends: true, keyed: true },
  multicast: { method: "POST", path: "/v2/bot/message/multicast", sends: true, keyed: true },
  profile: { method: "GET", path: "/v2/bot/profile", sends: false, keyed: false },
  "pnp-template": { method: "POST", path: "/v2/bot/message/pnp/templated/push", sends: true, keyed: false },
  "pnp-flexible": { method: "POST", path: "/bot/pnp/push", sends: true, keyed: false },
};
