import { createHash } from "node:crypto";
import type { ScriptedResponse } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { AttemptRequest, JsonObject } from "@todoke/core";
import { createLine } from "./create-line.ts";
import { channelAccessToken, everyCall, named, refused, text } from "./testing/refusal-samples.ts";
import { channelSecret, chatWebhook, friend, noticeWebhook, replyToken, tagOf } from "./testing/webhook-samples.ts";

const group = `C${"e".repeat(32)}`;
const phone = "+819012345678";
const templateKey = "shipment_completed_ja";
const emphasizedItem = { itemKey: "date_002_ja", content: "2026-06-01" };
const notice = { type: "notification", templateKey, emphasizedItem } as const;
const sent: ScriptedResponse = { status: 200, ...named, body: { sentMessages: [{ id: "461230966842064897" }] } };
const accepted: ScriptedResponse = { status: 200, ...named, body: {} };
const numbered = { providerMessageIds: ["461230966842064897"], requestId: "r-1" };
const unnumbered = { providerMessageIds: [], requestId: "r-1" };
const tooLong = { ...text, text: "x".repeat(5_001) };
const sticker = { type: "sticker", packageId: "446", stickerId: "1988" };
const mention = { type: "textV2", text: "{a}", substitution: { a: { type: "mention", mentionee: { type: "all" } } } };
const quote = { ...text, quoteToken: "q3Plxr4AgKd" };
const profile = { status: 200, body: { userId: friend, displayName: "Aiko" } };
const keptMembers = { type: "audience", audienceGroupId: 4_711 } as const;
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

const badSecond = refused(400, "The property, 'to[1]', in the request body is invalid");

describeAdapterConformance("LINE", {
  ...everyCall,
  createAdapter: ({ baseUrl }) => {
    const line = createLine({ channelAccessToken, channelSecret, apiBaseUrl: baseUrl });
    return { adapter: line.adapter, close: () => line.close() };
  },
  addresses: {
    valid: [{ given: friend, canonical: friend }],
    malformed: [`x${friend}`, "@bakery", friend.toUpperCase(), `${friend}0`, `X${friend.slice(1)}`],
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
    ...[
      { title: "names of which some are none", sentMessages: [null, { id: 7 }, { id: "461230966842064897" }], ids: ["461230966842064897"] },
      { title: "no list of names", sentMessages: "461230966842064897", ids: [] },
    ].map(({ title, sentMessages, ids }) => ({
      title: `a push that is answered with ${title}`,
      to: friend,
      content: text,
      request: (attempt: AttemptRequest) => keyed("/v2/bot/message/push", { to: friend, messages: [text] }, attempt),
      accepted: { status: 200, body: { sentMessages } },
      receipt: { providerMessageIds: ids },
    })),
  ],
  refusals: [
    ...everyCall.refusals,
    { title: "nobody LINE reaches", answer: refused(400, "Failed to send messages"), class: "recipient" },
    { title: "no such address", answer: refused(400, "The property, 'to', is invalid"), class: "recipient" },
    {
      title: "too many to one person",
      answer: refused(429, "You cannot send more to this user"),
      class: "throttled",
      providerCode: "too-many-to-one",
      scope: "address",
    },
    {
      title: "too many to one person, in a word",
      answer: refused(429, "Enough"),
      class: "throttled",
      providerCode: "too-many-to-one",
      scope: "address",
    },
    {
      title: "no such address, in the details",
      answer: refused(400, "The request body has 1 error(s)", { property: "to", message: "May not be empty" }),
      class: "recipient",
      providerCode: "invalid-recipient",
    },
    { title: "details that are none", answer: refused(400, "No", { property: 1 }), class: "content", providerCode: "http-400" },
  ],
  unsendable: [
    {
      title: "a mention outside of a group",
      to: friend,
      content: text,
      payload: { messages: [mention] },
      class: "content",
      providerCode: "forbidden-here",
    },
    {
      title: "a quote to many",
      to: friend,
      content: text,
      payload: { messages: [quote] },
      inBulk: true,
      class: "content",
      providerCode: "forbidden-here",
    },
  ],
  idempotency: {
    readKey: ({ headers }) => headers["x-line-retry-key"],
    duplicate: {
      status: 409,
      headers: { "x-line-accepted-request-id": "r-0" },
      body: { message: "The retry key is already accepted" },
    },
    duplicateRequestId: "r-0",
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
      { title: "without quotes", answer: refused(400, "The property,  to[2], is invalid"), class: "recipient", failedIndex: 2 },
      { title: "far behind", answer: refused(400, 'The property,"to[12]", is bad'), class: "recipient", failedIndex: 12 },
      { title: "in the details", answer: refused(400, "No", { property: "to[2]" }), class: "recipient", failedIndex: 2 },
      { title: "far behind in them", answer: refused(400, "No", { property: "to[12]" }), class: "recipient", failedIndex: 12 },
      { title: "a field of another name", answer: refused(400, "No", { property: "goto" }), class: "content" },
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
        within: {
          providerAudienceId: "4711",
          audience: { type: "line-narrowcast", limit: { max: 100 }, recipient: keptMembers },
        },
        refusals: [
          { title: "no such audience", answer: refused(400, "Invalid audience group id"), class: "recipient", providerCode: "invalid-audience" },
          { title: "no such narrowcast", answer: refused(400, "Invalid request id"), class: "recipient", providerCode: "invalid-audience" },
          { title: "too few people", answer: refused(403, "There are not enough friends"), class: "recipient", providerCode: "not-enough-friends" },
          { title: "too fast", answer: refused(429, "You cannot send more"), class: "throttled", providerCode: "http-429" },
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
    {
      title: "another refusal of the number, of reviewed messages",
      answer: refused(422, "Unprocessable"),
      send: "reviewed messages",
      class: "recipient",
      providerCode: "http-422",
    },
    { title: "a number LINE does not reach", answer: refused(422, "Failed to send messages"), class: "recipient" },
  ],
  cost: [{ content: notice, units: 1 }],
  webhook: noticeWebhook,
});

function notified(path: string, body: JsonObject, { attemptId }: AttemptRequest) {
  const to = createHash("sha256").update(phone).digest("hex");
  return post(path, { to, ...body }, { "x-line-delivery-tag": tagOf(attemptId) });
}
