import type { ErrorClass, ErrorScope } from "@todoke/core";
import { audienceRefusals } from "./audiences/audience-refusals.ts";
import type { EndpointName } from "./endpoints.ts";

/** One entry of {@link errorRules}; what is absent matches anything. */
export interface ErrorRule {
  /** A status, or the lowest and highest of a range. */
  readonly status: number | readonly [lowest: number, highest: number];
  readonly endpoints?: readonly EndpointName[];
  /** Tried on LINE's `message` and on each detail as `property: message`, one to a line. */
  readonly pattern?: RegExp;
  readonly class: ErrorClass;
  /** Our word for it where the status says too little. */
  readonly code?: string;
  /** Absent: it is about the account. */
  readonly scope?: ErrorScope;
  readonly says: string;
}

/** Finds `to`, or one element of it and its number, in a message or a detail. LINE quotes it on some endpoints only. */
export const namesRecipient = /property,\s*['"]?to(?:\[(\d+)\])?['"]?,|^to(?:\[(\d+)\])?: /m;

/**
 * What LINE's refusals mean; the first entry that matches decides. Wordings from "Common specifications" in "Messaging
 * API reference" and from "LINE notification messages", developers.line.biz. A status that is not documented falls to
 * its range: below 500 nothing was accepted. From 500 on it may have been: see {@link anythingElse}.
 */
export const errorRules: readonly ErrorRule[] = [
  {
    status: 400,
    pattern: /^Failed to send messages/m,
    class: "recipient",
    code: "failed-to-send-messages",
    says: "LINE does not reach this recipient",
  },
  {
    status: 400,
    pattern: namesRecipient,
    class: "recipient",
    code: "invalid-recipient",
    says: "LINE refused the recipient's address",
  },
  {
    status: 400,
    endpoints: ["reply"],
    pattern: /^Invalid reply token/m,
    class: "recipient",
    code: "invalid-reply-token",
    says: "The reply token was used before or is too old: send a push",
  },
  {
    status: 400,
    endpoints: ["narrowcast"],
    pattern: /^Invalid (?:audience group|request) id/m,
    class: "recipient",
    code: "invalid-audience",
    says: "LINE does not know this audience or earlier narrowcast",
  },
  ...audienceRefusals,
  { status: 400, class: "content", says: "LINE refused the request body" },
  { status: 401, class: "sender", says: "LINE refused the channel access token: issue a new one" },
  {
    status: 403,
    endpoints: ["narrowcast"],
    pattern: /enough friends/i,
    class: "recipient",
    code: "not-enough-friends",
    says: "A narrowcast by attributes needs at least 100 people",
  },
  {
    status: 403,
    endpoints: ["followers", "group-members", "room-members"],
    class: "sender",
    says: "LINE lists people for verified and premium accounts only",
  },
  {
    status: [402, 403],
    class: "sender",
    says: "This LINE account may not make this call: check its plan and permissions",
  },
  {
    status: 404,
    endpoints: ["profile"],
    pattern: /^not found/im,
    class: "recipient",
    code: "profile-404",
    says: "LINE shows no profile: not a friend, or blocked",
  },
  {
    status: 404,
    endpoints: [
      "narrowcast-progress",
      "webhook-endpoint",
      "webhook-test",
      "group-summary",
      "group-member-count",
      "room-member-count",
      "group-member",
      "room-member",
    ],
    pattern: /not found/im,
    class: "content",
    code: "not-found",
    says: "LINE has nothing under this name",
  },
  { status: [404, 405], class: "sender", says: "LINE does not know this call: check the base address" },
  { status: 408, class: "ambiguous", says: "LINE gave up waiting for the request" },
  {
    status: 422,
    endpoints: ["pnp-template", "pnp-flexible"],
    class: "recipient",
    says: "LINE cannot send notification messages to this number",
  },
  {
    status: 429,
    pattern: /monthly limit/i,
    class: "quota",
    code: "monthly-limit",
    says: "The monthly limit is used up or reserved by another send",
  },
  { status: 429, pattern: /API rate limit/i, class: "throttled", says: "LINE asks to slow down" },
  // LINE documents the cause and not the text: any other words of its own on a push are about the one person.
  {
    status: 429,
    endpoints: ["push"],
    pattern: /\S/,
    class: "throttled",
    code: "too-many-to-one",
    scope: "address",
    says: "LINE takes no more messages to this recipient for now",
  },
  { status: 429, class: "throttled", says: "LINE asks to slow down" },
  { status: 503, class: "unavailable", says: "LINE is not available and did not take the request" },
  {
    status: [200, 299],
    class: "ambiguous",
    code: "unreadable-answer",
    says: "LINE answered with success, but not in a readable form",
  },
  {
    status: [300, 399],
    class: "sender",
    says: "The base address redirects: set it to LINE's API or to a gateway that answers",
  },
  { status: [400, 499], class: "content", says: "LINE refused the request" },
];

/** What a refusal means that no entry knows. */
export const anythingElse: Pick<ErrorRule, "class" | "code" | "scope" | "says"> = {
  class: "ambiguous",
  says: "LINE failed, and may have accepted the request before it did",
};
