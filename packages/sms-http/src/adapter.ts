import { evidenceRank, type Adapter, type EvidenceCapability, type RateLimit, type Webhook } from "@todoke/core";
import { phoneAddress, segmentCost } from "@todoke/sms-core";
import { endpointNames, type EndpointName, type HttpSmsConfig } from "./config.ts";
import { meaningsOf } from "./read-report.ts";
import { defaultMaxSegments, readText, renderContent } from "./render-content.ts";
import { sendMessage } from "./send-message.ts";
import { createStatusQuery } from "./status-query.ts";
import type { Transport } from "./transport.ts";

/** Low enough for an ordinary account, where the carrier documents no rate. */
const assumedLimit: RateLimit = { requests: 10, perMs: 1_000 };

const defaultHorizonMs = 48 * 60 * 60_000;

/**
 * The channel `sms` of one carrier. It has no idempotency: a carrier that takes a reference of ours does not thereby
 * promise to send it only once.
 */
export function createAdapter(config: HttpSmsConfig, transport: Transport, webhook: Webhook | undefined): Adapter {
  const { statusQuery, maxSegments = defaultMaxSegments } = config;
  const evidence = evidenceOf(config);
  return {
    specificationVersion: 1,
    provider: "http",
    channel: "sms",
    address: phoneAddress,
    render: (content) => renderContent(content, maxSegments),
    send: (request, options) => sendMessage(transport, config, request, options),
    ...(evidence && { evidence }),
    ...(webhook && { webhook }),
    ...(statusQuery && { reconcile: createStatusQuery(transport, config, statusQuery) }),
    limits: limitsOf(config),
    cost: segmentCost(readText),
  };
}

function limitsOf({ limits = {} }: HttpSmsConfig): Readonly<Record<EndpointName, RateLimit>> {
  const entries = endpointNames.map((name) => [name, limits[name] ?? assumedLimit] as const);
  return Object.fromEntries(entries) as Record<EndpointName, RateLimit>;
}

/** What the statuses in the settings can prove; undefined where none of them can arrive. */
function evidenceOf({ callbacks, statusQuery, horizonMs = defaultHorizonMs }: HttpSmsConfig): EvidenceCapability | undefined {
  const tables = [callbacks?.report?.statuses, statusQuery?.statuses];
  const meanings = tables.flatMap((statuses) => (statuses === undefined ? [] : meaningsOf(statuses)));
  if (meanings.length === 0) return undefined;
  let best: EvidenceCapability["best"] = "accepted";
  for (const meaning of meanings) {
    if (meaning !== "failed" && evidenceRank(meaning) > evidenceRank(best)) best = meaning;
  }
  return { best, negative: meanings.includes("failed"), horizonMs, recallable: false };
}
