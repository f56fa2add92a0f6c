import type { Adapter, Content, RenderResult } from "@todoke/core";
import type { ChannelRules } from "./channel-rules.ts";
import { webhook } from "./inbound-posts.ts";
import type { SimulatedProvider } from "./simulated-provider.ts";

/** The contract's side of a simulated provider. */
export function adapterOf(provider: SimulatedProvider, rules: ChannelRules): Adapter {
  const { channel, addressKind, endpoint, limits, evidence, isKeyed, bulk, looksUp, reconciles } = rules;
  return {
    specificationVersion: 1,
    provider: `simulated-${channel}`,
    channel,
    address: { kind: addressKind, parse: (address) => parseAddress(addressKind, address) },
    render: (content) => render(content, endpoint),
    send: ({ to, ...request }, options) => provider.call({ ...request, to: [to] }, options),
    limits,
    ...(channel === "line-notification" && { forbiddenPurposes: { marketing: "notifications may not advertise" } }),
    ...(evidence && { evidence, webhook }),
    ...(isKeyed && { idempotency: { keyLifetimeMs: 23 * 3_600_000, endpoints: [endpoint, ...(bulk ? [bulk.endpoint] : [])] } }),
    ...(bulk && { bulk: { ...bulk, accepts: () => true, send: (request, options) => provider.call(request, options) } }),
    ...(looksUp && {
      reachability: { endpoint: "profile", canCheck: () => true, check: (address) => provider.lookUp(address) },
    }),
    ...(reconciles && {
      reconcile: {
        endpoint: "list",
        lostAnswerDelaysMs: [30_000, 60_000, 120_000],
        silenceDelaysMs: [20 * 60_000, 2 * 3_600_000],
        find: (trace) => provider.find(trace),
      },
    }),
  };
}

function parseAddress(kind: string, address: string): ReturnType<Adapter["address"]["parse"]> {
  return new RegExp(`^${kind}-[0-9]+$`).test(address)
    ? { ok: true, address }
    : { ok: false, reason: `must be ${kind}- and a number` };
}

function render(content: Content, endpoint: string): RenderResult {
  if (content.type === "text") return { ok: true, payload: { text: content.text }, endpoint, lost: [] };
  return { ok: false, problems: [{ pointer: "/type", code: "text-only", detail: "only text can be carried" }] };
}
