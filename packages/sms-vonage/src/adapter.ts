import type { Adapter, EvidenceCapability, RateLimit, SendRequest, SendReceipt, CallOptions, Webhook } from "@todoke/core";
import { phoneAddress, segmentCost } from "@todoke/sms-core";
import { readText, renderContent } from "./render-content.ts";

/** api.support.vonage.com, "What is the Throughput Limit for Outbound SMS?": 30 calls a second for each API key. */
const documentedLimit: RateLimit = { requests: 30, perMs: 1_000 };

/**
 * api.support.vonage.com, "What kind of Delivery Receipts": after 72 hours without a receipt Vonage makes a final one
 * itself. It posts a webhook for another 24 hours until it is taken.
 */
const evidence: EvidenceCapability = {
  best: "delivered",
  negative: true,
  horizonMs: 96 * 60 * 60_000,
  recallable: false,
};

/**
 * The channel `sms` of one Vonage account. It has no idempotency, since Vonage takes no key, and no reconcile: its
 * Reports API is for records of the past, and says nothing of how soon a message can be found. Without a `webhook`,
 * acceptance is all that is ever known.
 */
export function createAdapter(
  send: (request: SendRequest, options: CallOptions) => Promise<SendReceipt>,
  webhook: Webhook | undefined,
): Adapter {
  return {
    specificationVersion: 1,
    provider: "vonage",
    channel: "sms",
    address: phoneAddress,
    render: (content) => renderContent(content),
    send,
    ...(webhook === undefined ? {} : { webhook, evidence }),
    limits: { messages: documentedLimit },
    cost: segmentCost(readText),
  };
}
