import type { AudienceCapability, AudienceResult, JsonObject } from "@todoke/core";
import { whyNot, type AccountTerms } from "../account/account-terms.ts";
import { problem } from "../content-shape.ts";
import type { LineApi } from "../line-api.ts";
import { refusedContent } from "../refusal.ts";
import { toReceipt } from "../send-receipt.ts";
import { escapeSegment } from "../shapes.ts";
import { checkForTarget } from "../target-rules.ts";
import { fetchNarrowcastProgress } from "./narrowcast-progress.ts";
import { checkNarrowcastTarget } from "./narrowcast-target.ts";

/**
 * Sends to friends whom nobody listed: all of them (`line-broadcast`), or those that LINE picks by audience and
 * attributes (`line-narrowcast`, with LINE's own `recipient`, `filter` and `limit`).
 */
export function createAudienceCapability(api: LineApi, account: AccountTerms): AudienceCapability {
  return {
    types: ["line-broadcast", "line-narrowcast"],
    parse: (audience) => parseAudience(audience, account),
    within: ({ recipient, ...audience }, providerAudienceId) => {
      const members = { type: "audience", audienceGroupId: Number(providerAudienceId) };
      return { ...audience, recipient: recipient === undefined ? members : { type: "operator", and: [members, recipient] } };
    },
    send: async ({ endpoint, payload, target, attemptId }, options) => {
      const problems = checkForTarget(payload, "many", "");
      if (problems.length > 0) throw refusedContent(problems, attemptId);
      // Statistics of these sends are by request: units are for push and multicast.
      const { customAggregationUnits: _, ...messages } = payload;
      const call = { body: { ...messages, ...target }, retryKey: attemptId };
      return toReceipt(await api(endpoint === "narrowcast" ? "narrowcast" : "broadcast", call, options));
    },
    progress: async ({ endpoint, requestId }, options) =>
      endpoint === "narrowcast" ? fetchNarrowcastProgress(api, requestId, options) : undefined,
  };
}

/** Pointers are relative to the audience. */
export function parseAudience(audience: JsonObject, account: AccountTerms): AudienceResult {
  const { type, ...target } = audience;
  if (type === "line-narrowcast") {
    const unable = target["filter"] === undefined ? undefined : whyNot("attributes", account);
    const problems = [
      ...checkNarrowcastTarget(target),
      ...(unable === undefined ? [] : [problem("/filter", "not-for-this-account", unable)]),
    ];
    return problems.length > 0
      ? { ok: false, problems }
      : { ok: true, endpoint: "narrowcast", target, hasProgress: true };
  }
  if (type !== "line-broadcast") {
    return { ok: false, problems: [problem("/type", "unknown-type", "must be line-broadcast or line-narrowcast")] };
  }
  const problems = Object.keys(target).map((field) =>
    problem(
      `/${escapeSegment(field)}`,
      "unknown-field",
      "a broadcast goes to every friend: use line-narrowcast to choose",
    ),
  );
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, endpoint: "broadcast", target: {}, hasProgress: false };
}
