import type { Adapter, AddressResult, JsonObject, SendReceipt, Webhook } from "@todoke/core";
import { isJsonArray, isJsonObject } from "./json-object.ts";
import { messageLimits } from "./limits.ts";
import type { LineAnswer, LineApi } from "./line-api.ts";
import { createReachability } from "./reachability.ts";
import { renderContent } from "./render-content.ts";

const hourMs = 60 * 60 * 1000;

/** Channel `line`: messages to friends, groups and rooms, by push or by multicast. */
export function createLineAdapter(api: LineApi, webhook: Webhook | undefined): Adapter {
  return {
    specificationVersion: 1,
    provider: "line",
    channel: "line",
    address: { kind: "line", parse: parseLineAddress },

    render: (content) => renderContent(content),

    send: async ({ to, payload, attemptId }, options) =>
      toReceipt(await api("push", { body: { ...payload, to }, retryKey: attemptId }, options)),

    bulk: {
      endpoint: "multicast",
      maxRecipients: 500,
      accepts: (address) => address.startsWith("U"),
      send: async ({ to, payload, attemptId }, options) =>
        toReceipt(await api("multicast", { body: { ...payload, to }, retryKey: attemptId }, options)),
    },

    // LINE remembers a key for 24 hours from the first call; an hour is left for clocks and for the call itself.
    idempotency: { keyLifetimeMs: 23 * hourMs, endpoints: ["push", "multicast"] },

    // A 200 says nothing of arrival: people who blocked the account get one too.
    evidence: { best: "accepted", negative: false, horizonMs: 0, recallable: false },

    reachability: createReachability(api),
    limits: messageLimits,
    cost: { unit: "person", units: () => 1 },
    ...(webhook && { webhook }),
  };
}

/** `U`, `C` or `R` for a user, a group or a room, and 32 hexadecimal digits. */
function parseLineAddress(address: string): AddressResult {
  return /^[UCR][0-9a-f]{32}$/.test(address)
    ? { ok: true, address }
    : {
        ok: false,
        reason: "must be U, C or R and 32 digits of 0-9 and a-f, as webhooks give it; a searchable LINE ID is not",
      };
}

function toReceipt({ body, requestId, duplicate }: LineAnswer): SendReceipt {
  return {
    evidence: "accepted",
    providerMessageIds: readMessageIds(body),
    ...(requestId !== undefined && { requestId }),
    duplicate,
  };
}

/** Multicast returns none; push does, also for a key that it had accepted before. */
function readMessageIds({ sentMessages }: JsonObject): readonly string[] {
  if (!isJsonArray(sentMessages)) return [];
  return sentMessages.filter(isJsonObject).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}
