import { createHash, createHmac } from "node:crypto";
import type { AdapterSubject, ScriptedResponse, WebhookSamples } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { AttemptRequest, InboundRequest, JsonObject } from "@todoke/core";
import { createLine } from "./create-line.ts";

const channelAccessToken = "token-of-the-bakery";
const channelSecret = "8c570fa6dd201bb328f1c1eac23a96d8";
const friend = `U${"4af4980629cbdbb9".repeat(2)}`;
const group = `C${"e".repeat(32)}`;
const phone = "+819012345678";
const replyToken = "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA";
const at = new Date(1_650_591_346_705);
const text = { type: "text", text: "Your bread is ready" } as const;
const templateKey = "shipment_completed_ja";
const emphasizedItem = { itemKey: "date_002_ja", content: "2026-06-01" };
const notice = { type: "notification", templateKey, emphasizedItem } as const;
/** What LINE calls the request. */
const named = { headers: { "x-line-request-id": "r-1" } };
const sent: ScriptedResponse = { status: 200, ...named, body: { sentMessages: [{ id: "461230966842064897" }] } };
const accepted: ScriptedResponse = { status: 200, ...named, body: {} };
const numbered = { providerMessageIds: ["461230966842064897"], requestId: "r-1" };
const unnumbered = { providerMessageIds: [], requestId: "r-1" };
const tooLong = { ...text, text: "x".repeat(5_001) };
const sticker = { type: "sticker", packageId: "446", stickerId: "1988" };
const slowDown = { status: 429, headers: { "retry-after": "3" } };
const profile = { status: 200, body: { userId: friend, displayName: "Aiko" } };
const noCounts = { target: null, success: null, failure: null };
const noQuota = { errorClass: "quota", providerCode: "partial-delivery-forbidden" } as const;
const limited = { status: 200, body: { type: "limited", value: 200, totalUsage: 12 } };

function post(path: string, body: JsonObject, headers: Readonly<Record<string, string | undefined>> = {}) {
  const authorization = `Bearer ${channelAccessToken}`;
  return {
    method: "POST",
    path,
    headers: { authorization, "content-type": "application/json", "x-line-retry-key": undefined, ...headers },
    body: { json: body },
  };
}

function keyed(path: string, body: JsonObject, { attemptId }: AttemptRequest) {
  return post(path, body, { "x-line-retry-key": attemptId });
}

function refused(status: number, message: string, details?: JsonObject): ScriptedResponse {
  return { status, ...named, body: { message, ...(details && { details: [details] }) } };
}

const badSecond = refused(400, "The property, 'to[1]', in the request body is invalid");

const everyCall = {
  secrets: [channelAccessToken, channelSecret],
  refusals: [
    { title: "wrong token", answer: refused(401, "Authentication failed"), class: "sender", requestId: "r-1" },
    { title: "not allowed", answer: refused(403, "Access to this API is not available"), class: "sender" },
    { title: "an empty field", answer: refused(400, "The request body has 1 error(s)"), class: "content" },
    { title: "too fast", answer: refused(429, "The API rate limit has been exceeded"), class: "throttled" },
    { title: "too fast, for three seconds", answer: slowDown, class: "throttled", retryAfterMs: 3_000 },
    { title: "the month's end", answer: refused(429, "You have reached your monthly limit."), class: "quota" },
    { title: "an error of LINE", answer: refused(500, "Internal Server Error"), class: "ambiguous" },
    { title: "unavailable", answer: refused(503, "Service Unavailable"), class: "unavailable" },
  ],
  unknownRefusal: refused(400, "The stars are not right"),
  quoting: (words) => refused(400, words, { message: words, property: "messages[0].text" }),
  cost: [{ content: text, units: 1 }],
} as const satisfies Partial<AdapterSubject>;

/** Signed as "Verify webhook signature" describes. */
function posted(...events: readonly JsonObject[]): InboundRequest {
  const body = Buffer.from(JSON.stringify({ destination: "Ubakery", events }));
  const signature = createHmac("sha256", channelSecret).update(body).digest("base64");
  return {
    method: "POST",
    url: "https://hooks.example.com/v1/inbound/line",
    headers: { "content-type": "application/json", "x-line-signature": signature },
    body,
  };
}

function event(type: string, webhookEventId: string, more: JsonObject = {}, isRedelivery = false): JsonObject {
  const source = { type: "user", userId: friend };
  const common = { webhookEventId, timestamp: at.getTime(), mode: "active", deliveryContext: { isRedelivery } };
  return { type, ...common, source, ...more };
}

const unknown = [posted(event("hologram", "01U")), posted()] as const;

const unfollow = { addressKind: "line", address: friend, providerCode: "unfollow" } as const;

const chatWebhook: WebhookSamples = {
  signatureHeader: "x-line-signature",
  reports: [
    {
      title: "a person who blocked the account",
      request: posted(event("unfollow", "01A")),
      copies: [posted(event("unfollow", "01A", {}, true))],
      events: [
        { type: "reachability", eventId: "01A:reachability", ...unfollow, reachability: "unreachable", at },
        {
          type: "inbound",
          eventId: "01A",
          ...unfollow,
          payload: { ...event("unfollow", "01A"), destination: "Ubakery" },
        },
      ],
    },
  ],
  unknown,
};

const noticeWebhook: WebhookSamples = {
  signatureHeader: "x-line-signature",
  reports: [
    {
      title: "a notice that arrived",
      request: posted(event("delivery", "01D", { delivery: { data: "0f8e1c2a7b3d4c559a601d2e3f405162" } })),
      events: [
        {
          type: "evidence",
          eventId: "01D",
          correlation: { attemptId: "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162" },
          evidence: "delivered",
          providerCode: "delivery",
          at,
        },
      ],
    },
  ],
  unknown: [...unknown, posted(event("delivery", "01X", { delivery: { data: "of_another_sender" } }))],
  reportOn: ({ attemptId }) => posted(event("delivery", "01R", { delivery: { data: tagOf(attemptId) } })),
};

describeAdapterConformance("LINE", {
  ...everyCall,
  createAdapter: ({ baseUrl }) => {
    const line = createLine({ channelAccessToken, channelSecret, apiBaseUrl: baseUrl });
    return { adapter: line.adapter, close: () => line.close() };
  },
  addresses: {
    valid: [{ given: friend, canonical: friend }],
    malformed: ["@bakery", friend.toUpperCase(), `${friend}0`, `X${friend.slice(1)}`],
  },
  rendering: {
    text: "carried",
    image: "lost",
    video: "lost",
    audio: "lost",
    location: "carried",
    buttons: "carried",
    carousel: "carried",
    notification: "refused",
  },
  contents: [
    {
      title: "a sticker",
      content: { type: "native", channel: "line", payload: { messages: [sticker] } },
      rendering: "carried",
    },
    { title: "5,001 characters", content: tooLong, rendering: "refused", problems: ["/text"] },
  ],
  sends: [
    {
      title: "a push",
      to: friend,
      content: text,
      request: (attempt) => keyed("/v2/bot/message/push", { to: friend, messages: [text] }, attempt),
      accepted: sent,
      receipt: numbered,
    },
  ],
  refusals: [
    ...everyCall.refusals,
    { title: "nobody LINE reaches", answer: refused(400, "Failed to send messages"), class: "recipient" },
    { title: "no such address", answer: refused(400, "The property, 'to', is invalid"), class: "recipient" },
  ],
  idempotency: {
    readKey: ({ headers }) => headers["x-line-retry-key"],
    duplicate: {
      status: 409,
      headers: { "x-line-accepted-request-id": "r-0" },
      body: { message: "The retry key is already accepted" },
    },
  },
  bulk: {
    addresses: (count) => Array.from({ length: count }, (_, index) => `U${String(index).padStart(32, "0")}`),
    excluded: [group, `R${"f".repeat(32)}`],
    content: text,
    request: (attempt, to) => keyed("/v2/bot/message/multicast", { to, messages: [text] }, attempt),
    accepted,
    receipt: unnumbered,
    refusals: [
      { title: "one address among three", answer: badSecond, class: "recipient", failedIndex: 1 },
      { title: "a text for all", answer: refused(400, "The request body has 1 error(s)"), class: "content" },
    ],
  },
  webhook: chatWebhook,
  reachability: {
    checks: [
      { address: friend, answers: profile, reachability: "reachable", providerCode: "profile-200" },
      { address: friend, answers: refused(404, "Not found"), reachability: "unreachable", providerCode: "profile-404" },
    ],
    uncheckable: [group],
  },
  quota: [{ title: "200 a month", answers: limited, limit: 200, used: 12 }],
  reply: {
    content: text,
    replyToken,
    request: () => post("/v2/bot/message/reply", { replyToken, messages: [text] }),
    accepted: sent,
    receipt: numbered,
    spent: { answer: refused(400, "Invalid reply token"), class: "recipient", providerCode: "invalid-reply-token" },
  },
  audience: {
    sends: [
      {
        audience: { type: "line-broadcast" },
        content: text,
        request: (attempt) => keyed("/v2/bot/message/broadcast", { messages: [text] }, attempt),
        accepted,
        receipt: unnumbered,
        progress: [],
      },
      {
        audience: { type: "line-narrowcast", limit: { max: 100 } },
        content: text,
        request: (attempt) => keyed("/v2/bot/message/narrowcast", { messages: [text], limit: { max: 100 } }, attempt),
        accepted: { ...accepted, status: 202 },
        receipt: unnumbered,
        progress: [
          { answers: { status: 200, body: { phase: "waiting" } }, progress: { phase: "waiting", ...noCounts } },
          {
            answers: { status: 200, body: { phase: "failed", errorCode: 5 } },
            progress: { phase: "failed", ...noCounts, ...noQuota },
          },
        ],
      },
    ],
    malformed: [
      { type: "line-broadcast", limit: { max: 1 } },
      { type: "line-narrowcast", recipients: {} },
    ],
  },
});

describeAdapterConformance("LINE notification messages", {
  ...everyCall,
  createAdapter: ({ baseUrl }) => {
    const line = createLine({ channelAccessToken, channelSecret, apiBaseUrl: baseUrl });
    return { adapter: line.notificationAdapter, close: () => line.close() };
  },
  addresses: {
    valid: [{ given: "+81 90-1234-5678", canonical: phone }],
    malformed: ["090-1234-5678", "+14155552671", friend],
  },
  rendering: {
    text: "refused",
    image: "refused",
    video: "refused",
    audio: "refused",
    location: "refused",
    buttons: "refused",
    carousel: "refused",
    notification: "carried",
  },
  sends: [
    {
      title: "a template",
      to: phone,
      content: notice,
      request: (attempt) =>
        notified("/v2/bot/message/pnp/templated/push", { templateKey, body: { emphasizedItem } }, attempt),
      accepted,
      receipt: unnumbered,
    },
    {
      title: "reviewed messages",
      to: phone,
      content: { type: "native", channel: "line-notification", payload: { messages: [text] } },
      request: (attempt) => notified("/bot/pnp/push", { messages: [text] }, attempt),
      accepted,
      receipt: unnumbered,
    },
  ],
  refusals: [
    ...everyCall.refusals,
    { title: "a number LINE does not reach", answer: refused(422, "Failed to send messages"), class: "recipient" },
  ],
  cost: [{ content: notice, units: 1 }],
  webhook: noticeWebhook,
});

function notified(path: string, body: JsonObject, { attemptId }: AttemptRequest) {
  const to = createHash("sha256").update(phone).digest("hex");
  return post(path, { to, ...body }, { "x-line-delivery-tag": tagOf(attemptId) });
}

function tagOf(attemptId: string): string {
  return attemptId.replaceAll("-", "");
}
