import type { Adapter } from "@todoke/core";
import { address } from "./address.ts";
import type { GreyQuetzalConfig } from "./config.ts";
import { renderContent } from "./render-content.ts";
import { sendMessage } from "./send-message.ts";
import { createWebhook } from "./webhook.ts";

/** How long after acceptance a report can still come: put the vendor's own word here. */
const horizonMs = 48 * 60 * 60_000;

/** An assumption, low enough for an ordinary account: put the documented rate here. */
const limits = { send: { requests: 10, perMs: 1_000 } };

/**
 * The channel `any-channel` of one Grey Quetzal account. Each further capability that the vendor has is a member here
 * (`idempotency`, `bulk`, `reconcile`, `reachability`, `cost`, `quota`, `reply`) and wants samples in the test; leave out
 * what it has not.
 */
export function createAdapter(config: GreyQuetzalConfig): Adapter {
  const { webhookSecret } = config;
  return {
    specificationVersion: 1,
    provider: "grey-quetzal",
    channel: "any-channel",
    address,
    render: (content) => renderContent(content),
    send: (request, options) => sendMessage(config, request, options),
    // Without the secret no report can be believed, so that acceptance is all there is.
    ...(webhookSecret !== undefined && {
      webhook: createWebhook(webhookSecret),
      evidence: { best: "delivered", negative: true, horizonMs, recallable: false } as const,
    }),
    limits,
  };
}
