import type { Adapter, AddressResult, Webhook } from "@todoke/core";
import type { AccountTerms } from "./account/account-terms.ts";
import { createAudienceCapability } from "./audience-sends/audience-capability.ts";
import { limitsOf } from "./endpoints.ts";
import type { LineApi } from "./line-api.ts";
import { createQuota } from "./quota.ts";
import { createReachability } from "./reachability.ts";
import { refusedContent } from "./refusal.ts";
import { renderContent } from "./render-content.ts";
import { createReply } from "./reply.ts";
import { toReceipt } from "./send-receipt.ts";
import { createLineStatistics } from "./statistics/statistics-capability.ts";
import { createValidation } from "./validate-messages.ts";
import { checkForTarget, targetOf } from "./target-rules.ts";

const hourMs = 60 * 60 * 1000;

/** The contract, with the capabilities that this channel has for certain. */
export type LineAdapter = Adapter &
  Required<Pick<Adapter, "bulk" | "idempotency" | "reachability" | "quota" | "reply" | "audience">>;

/** Channel `line`: messages to friends, groups and rooms, by push, multicast, reply, broadcast or narrowcast. */
export function createLineAdapter(api: LineApi, webhook: Webhook | undefined, account: AccountTerms): LineAdapter {
  return {
    specificationVersion: 1,
    provider: "line",
    channel: "line",
    address: { kind: "line", parse: parseLineAddress },

    render: (content) => renderContent(content),

    send: async ({ to, payload, attemptId }, options) => {
      const problems = checkForTarget(payload, targetOf(to), "");
      if (problems.length > 0) throw refusedContent(problems, attemptId);
      return toReceipt(await api("push", { body: { ...payload, to }, retryKey: attemptId }, options));
    },

    bulk: {
      endpoint: "multicast",
      maxRecipients: 500,
      accepts: (address) => address.startsWith("U"),
      send: async ({ to, payload, attemptId }, options) => {
        const problems = checkForTarget(payload, "many", "");
        if (problems.length > 0) throw refusedContent(problems, attemptId);
        return toReceipt(await api("multicast", { body: { ...payload, to }, retryKey: attemptId }, options));
      },
    },

    // LINE remembers a key for 24 hours from the first call; an hour is left for clocks and for the call itself.
    idempotency: { keyLifetimeMs: 23 * hourMs, endpoints: ["push", "multicast", "narrowcast", "broadcast"] },

    // A 200 says nothing of arrival: people who blocked the account get one too.
    evidence: { best: "accepted", negative: false, horizonMs: 0, recallable: false },

    reachability: createReachability(api),
    limits: lineLimits,
    cost: { unit: "person", units: () => 1 },
    quota: createQuota(api),
    reply: createReply(api),
    audience: createAudienceCapability(api, account),
    statistics: createLineStatistics(api),
    validation: createValidation(api),
    ...(webhook && { webhook }),
  };
}

const lineLimits = limitsOf(
  "push",
  "multicast",
  "reply",
  "narrowcast",
  "broadcast",
  "narrowcast-progress",
  "profile",
  "quota",
  "consumption",
  "validate",
  "unit-usage",
  "insight-unit",
  "insight-message",
  "insight-deliveries",
);

/** `U`, `C` or `R` for a user, a group or a room, and 32 hexadecimal digits. */
function parseLineAddress(address: string): AddressResult {
  return /^[UCR][0-9a-f]{32}$/.test(address)
    ? { ok: true, address }
    : {
        ok: false,
        reason: "must be U, C or R and 32 digits of 0-9 and a-f, as webhooks give it; a searchable LINE ID is not",
      };
}
