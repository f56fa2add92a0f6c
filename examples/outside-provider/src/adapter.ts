import type { Adapter } from "@todoke/core";
import { countSegments } from "@todoke/sms-core";
import { address } from "./address.ts";
import type { PigeonConfig } from "./config.ts";
import { readText, renderContent } from "./render-content.ts";
import { sendMessage } from "./send-message.ts";
import { createWebhook } from "./webhook.ts";

/** pigeon.example/docs/reports: a message is `lost` after two days at the latest. */
const horizonMs = 48 * 60 * 60_000;

/** pigeon.example/docs/messages#rate */
const limits = { send: { requests: 20, perMs: 1_000 } };

/**
 * The channel `sms` of one Pigeon account. Pigeon takes no idempotency key and cannot be asked what became of a
 * message, so that neither is claimed: after a lost answer only a report can tell.
 */
export function createAdapter(config: PigeonConfig): Adapter {
  const { webhookSecret } = config;
  return {
    specificationVersion: 1,
    provider: "pigeon",
    channel: "sms",
    address,
    render: (content) => renderContent(content),
    send: (request, options) => sendMessage(config, request, options),
    // Without the secret no report can be believed, so that acceptance is all there is.
    ...(webhookSecret !== undefined && {
      webhook: createWebhook(webhookSecret),
      evidence: { best: "delivered", negative: true, horizonMs, recallable: false } as const,
    }),
    limits,
    cost: { unit: "segment", units: (payload) => countSegments(readText(payload)).segments },
  };
}
