import type { JsonObject } from "@todoke/core";
import type { AdapterSubject } from "../subject.ts";
import type { ScriptedResponse } from "../scripted-answer.ts";
import type { WebhookSamples } from "../webhook-samples.ts";
import { createPigeonAdapter } from "./pigeon-adapter.ts";
import { pigeonReport } from "./pigeon-webhook.ts";

const token = "coo-coo-4711";
const secret = "grain-of-truth";
const to = "loft:123456";
const text = { type: "text", text: "The falcon has left the tower" } as const;
const attemptId = "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162";
const accepted: ScriptedResponse = { status: 201, headers: { "pigeon-request": "r-1" }, body: { id: "p-1" } };
const receipt = { providerMessageIds: ["p-1"], requestId: "r-1" };

function refused(status: number, code: number, more: JsonObject = {}): ScriptedResponse {
  return { status, headers: { "pigeon-request": "r-9" }, body: { code, error: "no", ...more } };
}

function post(path: string, body: JsonObject, key?: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "pigeon-key": key };
  return { method: "POST", path, headers, body: { json: body } };
}

function letterReport(event: string, status: string, more: JsonObject = {}) {
  return pigeonReport(secret, {
    kind: "letter",
    event,
    letter: "p-1",
    key: attemptId,
    status,
    at: "2026-06-01T00:00:00Z",
    ...more,
  });
}

const correlation = { attemptId, providerMessageId: "p-1" };

const webhook: WebhookSamples = {
  signatureHeader: "pigeon-signature",
  reports: [
    {
      title: "flying",
      request: letterReport("e-1", "flying"),
      copies: [
        pigeonReport(
          secret,
          { kind: "letter", event: "e-1", letter: "p-1", key: attemptId, status: "flying" },
          { "pigeon-flight": "2" },
        ),
      ],
      events: [
        {
          type: "evidence",
          eventId: "e-1",
          correlation,
          evidence: "sent",
          providerCode: "flying",
          at: new Date("2026-06-01T00:00:00Z"),
        },
      ],
    },
    {
      title: "lost",
      request: letterReport("e-2", "lost", { reason: "storm" }),
      events: [
        {
          type: "evidence",
          eventId: "e-2",
          correlation,
          evidence: "failed",
          errorClass: "unreachable",
          providerCode: "lost",
        },
      ],
    },
    {
      title: "landed",
      request: letterReport("e-3", "landed"),
      events: [{ type: "evidence", eventId: "e-3", correlation, evidence: "delivered", providerCode: "landed" }],
    },
    {
      title: "moved",
      request: pigeonReport(secret, { kind: "moved", event: "e-4", loft: to }),
      events: [
        {
          type: "reachability",
          eventId: "e-4",
          addressKind: "loft",
          address: to,
          reachability: "unreachable",
          providerCode: "moved",
        },
      ],
    },
    {
      title: "answer",
      request: pigeonReport(secret, { kind: "answer", event: "e-5", loft: to, words: "Understood", token: "reply-token-5" }),
      events: [
        {
          type: "inbound",
          eventId: "e-5",
          addressKind: "loft",
          address: to,
          providerCode: "answer",
          payload: { kind: "answer", event: "e-5", loft: to, words: "Understood" },
          replyToken: "reply-token-5",
        },
      ],
    },
  ],
  forged: [{ title: "of another house", request: pigeonReport("chaff", { kind: "egg", event: "e-8" }) }],
  unknown: [letterReport("e-6", "moulting"), pigeonReport(secret, { kind: "egg", event: "e-7", loft: to })],
  reportOn: (attempt) =>
    pigeonReport(secret, {
      kind: "letter",
      event: `e-${attempt.attemptId}`,
      letter: attempt.providerMessageIds[0] ?? "",
      key: attempt.attemptId,
      status: "landed",
    }),
};

/** Samples of the imagined provider, and the right adapter for it. */
export const pigeonSubject = {
  createAdapter: ({ baseUrl }) => ({ adapter: createPigeonAdapter({ baseUrl, token, secret }) }),
  secrets: [token, secret],
  addresses: {
    valid: [{ given: " LOFT:123456 ", canonical: to }],
    malformed: ["loft:12345", "nest:123456", "+819012345678"],
  },
  rendering: {
    text: "carried",
    image: "lost",
    location: "lost",
    video: "refused",
    audio: "refused",
    buttons: "refused",
    carousel: "refused",
    notification: "refused",
  },
  contents: [
    {
      title: "a letter",
      content: { type: "native", channel: "letter", payload: { text: "Hello" } },
      rendering: "carried",
      payload: { text: "Hello" },
    },
    {
      title: "a letter too long",
      content: { type: "text", text: "x".repeat(401) },
      rendering: "refused",
      problems: ["/text"],
    },
  ],
  sends: [
    {
      title: "a letter",
      to,
      content: text,
      validityPeriodMs: 7_200_000,
      request: ({ attemptId: key, callbackUrl }) =>
        post(
          "/letters",
          { text: text.text, to, hours: 2, ...(callbackUrl !== undefined && { report: callbackUrl }) },
          key,
        ),
      accepted,
      receipt,
    },
  ],
  refusals: [
    { title: "bad words", answer: refused(400, 4001), class: "content", providerCode: "4001", requestId: "r-9" },
    { title: "wrong token", answer: refused(401, 4010), class: "sender", providerCode: "4010" },
    { title: "no such loft", answer: refused(422, 4221), class: "recipient", providerCode: "4221" },
    { title: "wants no pigeons", answer: refused(422, 4222), class: "policy", providerCode: "4222" },
    {
      title: "slow down",
      answer: { ...refused(429, 4290), headers: { "retry-after": "3" } },
      class: "throttled",
      retryAfterMs: 3_000,
    },
    { title: "out of grain", answer: refused(429, 4291), class: "quota" },
    { title: "storm", answer: { status: 503 }, class: "unavailable", providerCode: "503" },
  ],
  unsendable: [{ title: "an empty letter", to, content: text, payload: {}, class: "content", providerCode: "empty" }],
  unknownRefusal: refused(400, 9999),
  quoting: (words) => ({ status: 400, body: { code: 4001, error: words } }),
  idempotency: { readKey: ({ headers }) => headers["pigeon-key"], duplicate: { ...accepted, status: 409 } },
  bulk: {
    addresses: (count) => Array.from({ length: count }, (_, index) => `loft:${200_000 + index}`),
    excluded: ["loft:000001"],
    content: text,
    request: ({ attemptId: key }, lofts) => post("/bulk", { text: text.text, to: lofts }, key),
    accepted: { status: 202, body: {} },
    receipt: { providerMessageIds: [] },
    refusals: [
      {
        title: "no such loft among others",
        answer: refused(422, 4221, { index: 1 }),
        class: "recipient",
        failedIndex: 1,
      },
      { title: "bad words for all", answer: refused(400, 4001), class: "content" },
    ],
  },
  webhook,
  reconcile: [
    {
      title: "landed",
      answers: { status: 200, body: { id: "p-1", status: "landed" } },
      report: { evidence: "delivered", providerMessageId: "p-1", providerCode: "landed" },
    },
    { title: "unknown letter", answers: refused(404, 4040), report: undefined },
    {
      title: "somebody else's letter",
      answers: { status: 200, body: { id: "p-2", status: "landed" } },
      taken: ["p-2"],
      report: undefined,
    },
  ],
  reachability: {
    checks: [
      { address: to, answers: { status: 200, body: { home: true } }, reachability: "reachable", providerCode: "home" },
      {
        address: to,
        answers: { status: 200, body: { home: false } },
        reachability: "unreachable",
        providerCode: "not-home",
      },
    ],
    uncheckable: ["loft:000001"],
  },
  cost: [
    { content: text, units: 1 },
    { content: { type: "text", text: "x".repeat(41) }, units: 2 },
  ],
  quota: [
    {
      title: "half",
      answers: { status: 200, body: { limit: 100, used: 50, renewsAt: "2999-01-01" } },
      limit: 100,
      used: 50,
    },
  ],
  reply: {
    content: text,
    replyToken: "reply-token-77",
    request: () => post("/replies", { text: text.text, token: "reply-token-77" }),
    accepted,
    receipt,
    spent: { answer: refused(400, 4223), class: "recipient" },
  },
  audience: {
    sends: [
      {
        audience: { type: "flock", flock: "harbour" },
        content: text,
        request: () => post("/flocks", { text: text.text, flock: "harbour" }),
        accepted,
        receipt,
        progress: [
          {
            answers: { status: 200, body: { phase: "sending", target: 10, success: 4 } },
            progress: { phase: "sending", target: 10, success: 4, failure: null },
          },
        ],
        within: { providerAudienceId: "7", audience: { type: "flock", flock: ["harbour", "7"] } },
        refusals: [{ title: "an empty flock", answer: refused(422, 4224), class: "recipient" }],
      },
    ],
    malformed: [{ type: "flock" }],
  },
} as const satisfies AdapterSubject;
