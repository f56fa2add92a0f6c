import { createHash, createHmac } from "node:crypto";
import type { WebhookSample, WebhookSamples } from "@todoke/adapter-kit";
import type { Consent, ErrorClass, EvidenceEvent, InboundRequest, JsonValue, SuppressionCause } from "@todoke/core";

export const authToken = "0123456789abcdef0123456789abcdef";
export const to = "+819012345678";
export const sid = `SM${"b".repeat(32)}`;
const callbackToken = "an-unguessable-token";
export const callbackUrl = `https://hooks.example.com/v1/inbound/twilio?attempt=${callbackToken}`;

/** Twilio has signed addresses with their port and without it, whichever was given to it. */
const signedElsewhere = [
  ["https://hooks.example.com/twilio", "https://hooks.example.com:443/twilio"],
  ["HTTPS://hooks.example.com/twilio?a=1", "HTTPS://hooks.example.com:443/twilio?a=1"],
  ["http://hooks.example.com/twilio", "http://hooks.example.com:80/twilio"],
  ["https://hooks.example.com", "https://hooks.example.com:443"],
  ["https://hooks.example.com?a=1", "https://hooks.example.com:443?a=1"],
  ["https://hooks.example.com:8443/twilio", "https://hooks.example.com/twilio"],
  ["https://hooks.example.com:8443/twilio", "https://hooks.example.com:8443/twilio"],
  ["https://hooks.example.com/twilio#rc=3", "https://hooks.example.com/twilio"],
  ["/twilio?next=https://hooks.example.com:8443/", "/twilio?next=https://hooks.example.com:8443/"],
  ["twilio", "twilio"],
].map(([url = "", signedUrl], index) => deliveredAt(`SM${index}`, url, signedUrl));

/** What Twilio posts. */
export const twilioWebhook: WebhookSamples = {
  signatureHeader: "x-twilio-signature",
  reports: [
    statusReport("scheduled", "accepted"),
    statusReport("accepted", "accepted"),
    statusReport("queued", "accepted"),
    statusReport("sending", "accepted"),
    statusReport("sent", "sent"),
    statusReport("partially_delivered", "sent"),
    statusReport("canceled", "failed", { errorClass: "policy" }),
    statusReport("undelivered", "failed", { errorCode: "30004", errorClass: "recipient" }),
    statusReport("undelivered", "failed", { errorCode: "39999", errorClass: "sender" }),
    statusReport("undelivered", "failed", { errorClass: "unreachable" }),
    statusReport("undelivered", "failed", { errorCode: "30003", errorClass: "unreachable" }),
    statusReport("failed", "failed", { errorCode: "30005", errorClass: "recipient", suppresses: "hard-failure" }),
    statusReport("undelivered", "failed", { errorCode: "21610", errorClass: "policy", suppresses: "opt-out" }),
    ...failuresByClass({
      content: ["30007", "30019"],
      policy: ["30640"],
      throttled: ["30022"],
      quota: ["30023"],
      unavailable: ["30020"],
    }),
    statusReport("delivered", "delivered"),
    ...signedElsewhere,
    inboundReport("SM8", " stop ", "STOP", "opt-out"),
    inboundReport("SM7", "UNSTOP", "START", "opt-in"),
    inboundReport("SM6", "やめて", "STOP", "opt-out", { OptOutType: "STOP" }),
    inboundReport("SM5", "Hello", "message", undefined, { Label: "" }),
    inboundReport("SM9", "はい", "message"),
  ],
  forged: [
    { title: "signed by another", request: signed({ MessageSid: sid, MessageStatus: "sent" }, callbackUrl, callbackUrl, "another-token") },
    { title: "for another address", request: signed({ MessageSid: sid }, callbackUrl, `${callbackUrl}1`) },
    { title: "at another port", request: signed({ MessageSid: sid }, "https://hooks.example.com/", "https://hooks.example.com:8443/") },
    { title: "JSON with the hash of another body", request: { ...signedJson({ a: 1 }), body: Buffer.from('{"a":2}') } },
  ],
  unknown: [
    signed({ MessageSid: sid, MessageStatus: "teleported" }),
    signed({ MessageStatus: "delivered" }),
    signed({ MessageSid: sid }),
    signed({ MessageSid: sid, MessageStatus: "" }),
    signed({ SmsStatus: "received", From: to }),
    signed({ MessageSid: sid, SmsStatus: "received" }),
    signed({ CallSid: "CA1", CallStatus: "completed" }),
    signed({ MessageSid: sid, SmsStatus: "teleported", From: to }),
    signedJson({ property: "value" }),
  ],
  reportOn: (attempt) =>
    signed({ MessageSid: attempt.providerMessageIds[0] ?? "", MessageStatus: "delivered" }, attempt.callbackUrl),
};

/** Signed as "Validating Signatures from Twilio" describes: address, then each field's name and value by name. */
function signed(fields: Readonly<Record<string, string>>, url = callbackUrl, signedUrl = url, token = authToken): InboundRequest {
  const words = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}${fields[name]}`);
  return {
    method: "POST",
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": createHmac("sha1", token)
        .update(signedUrl + words.join(""))
        .digest("base64"),
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

/** As above, for a body that is no form: its hash stands in the address, and the address alone is signed. */
function signedJson(value: JsonValue): InboundRequest {
  const body = Buffer.from(JSON.stringify(value));
  const url = `${callbackUrl}&bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
  const signature = createHmac("sha1", authToken).update(url).digest("base64");
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", "x-twilio-signature": signature },
    body,
  };
}

function statusReport(
  status: string,
  evidence: EvidenceEvent["evidence"],
  failure?: { readonly errorCode?: string; readonly errorClass: ErrorClass; readonly suppresses?: SuppressionCause },
): WebhookSample {
  const request = signed({
    MessageSid: sid,
    MessageStatus: status,
    ...(failure?.errorCode !== undefined && { ErrorCode: failure.errorCode }),
  });
  return {
    title: [status, failure?.errorCode].join(" "),
    request,
    copies: [{ ...request, headers: { ...request.headers, "i-twilio-idempotency-token": "again" } }],
    events: [
      {
        type: "evidence",
        eventId: `${sid}:${status}:${failure?.errorCode ?? ""}:`,
        correlation: { callbackToken, providerMessageId: sid },
        providerMessageId: sid,
        evidence,
        providerCode: failure?.errorCode ?? status,
        ...(failure && { errorClass: failure.errorClass }),
        ...(failure?.suppresses && { suppresses: failure.suppresses }),
      },
    ],
  };
}

function inboundReport(messageSid: string, words: string, providerCode: string, consent?: Consent, more?: Readonly<Record<string, string>>): WebhookSample {
  const payload = { MessageSid: messageSid, SmsStatus: "received", From: to, To: "+15005550006", Body: words, ...more };
  const event = { eventId: messageSid, addressKind: "phone", address: to, providerCode, act: { type: "text", text: words }, payload, ...(consent && { consent }) } as const;
  return { title: `a person who wrote "${words}"`, request: signed(payload), events: [{ type: "inbound", ...event }] };
}

/** A report that leads back by the sid alone, and says when the carrier made it. */
function deliveredAt(messageSid: string, url: string, signedUrl?: string): WebhookSample {
  const fields = { MessageSid: messageSid, MessageStatus: "delivered", RawDlrDoneDate: "2606010805" };
  return {
    title: `delivered, posted to ${url} and signed for ${signedUrl}`,
    request: signed(fields, url, signedUrl),
    events: [
      {
        type: "evidence",
        eventId: `${messageSid}:delivered::2606010805`,
        correlation: { providerMessageId: messageSid },
        providerMessageId: messageSid,
        evidence: "delivered",
        providerCode: "delivered",
      },
    ],
  };
}

function failuresByClass(codes: Partial<Readonly<Record<ErrorClass, readonly string[]>>>): readonly WebhookSample[] {
  return (Object.keys(codes) as ErrorClass[]).flatMap((errorClass) =>
    (codes[errorClass] ?? []).map((errorCode) => statusReport("failed", "failed", { errorCode, errorClass })),
  );
}
