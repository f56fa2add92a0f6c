import type { Adapter, RateLimit, Webhook } from "@todoke/core";
import { phoneAddress, segmentCost } from "@todoke/sms-core";
import type { SmsClient } from "./client.ts";
import type { TwilioSmsConfig } from "./config.ts";
import { createReconcile } from "./reconcile.ts";
import { readBody, renderContent } from "./render-content.ts";
import { sendMessage } from "./send-message.ts";

/**
 * Twilio publishes no rate for its API: each account has a concurrency of its own, past which it answers 429, and paces
 * the segments by itself from a queue. 100 calls in a second is our assumption, low enough for an ordinary account.
 */
const assumedLimit: RateLimit = { requests: 100, perMs: 1_000 };

/** Ours: Twilio names no time after which a receipt cannot come, and some carriers send none at all. */
const horizonMs = 48 * 60 * 60_000;

/**
 * The channel `sms` of one Twilio account. It has no idempotency, since Twilio takes no key for messages; without a
 * `webhook`, evidence comes by `reconcile` alone.
 */
export function createAdapter(config: TwilioSmsConfig, client: SmsClient, webhook: Webhook | undefined): Adapter {
  return {
    specificationVersion: 1,
    provider: "twilio",
    channel: "sms",
    address: phoneAddress,
    render: (content) => renderContent(content, config),
    send: (request, options) => sendMessage(client, config, request, options),
    evidence: { best: "delivered", negative: true, horizonMs, recallable: false },
    ...(webhook === undefined ? {} : { webhook }),
    reconcile: createReconcile(client, config),
    limits: { "sms-create": assumedLimit, "sms-list": assumedLimit },
    cost: segmentCost(readBody),
  };
}
