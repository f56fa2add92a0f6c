import { SignatureError, type InboundEvent, type InboundRequest, type Webhook } from "@todoke/core";
import { actOf, consentOf, createKeywordReader, phoneAddress, type Keyword, type KeywordSettings } from "@todoke/sms-core";
import { isHashOf, isSigned, type FormFields } from "./signature.ts";
import { readStatus } from "./statuses.ts";

/**
 * Twilio's callbacks: what became of a message, and messages that people wrote. `authTokens` are those in force,
 * `words` those that stop and resume messages beside the usual ones.
 */
export function createWebhook(authTokens: readonly string[], words: KeywordSettings = {}): Webhook {
  const readKeyword = createKeywordReader(words);
  return {
    signatureHeaders: ["x-twilio-signature"],
    verify(request) {
      const signature = request.headers["x-twilio-signature"];
      if (signature === undefined) throw new SignatureError("The header X-Twilio-Signature is missing.");
      if (!isGenuine(request, signature, authTokens)) {
        throw new SignatureError(
          "The signature does not fit: check the auth token, and that this is the address that Twilio was given.",
        );
      }
    },
    parse(request) {
      const fields = readFields(request);
      const event = readStatusEvent(request, fields) ?? readInboundEvent(fields, readKeyword);
      return event === undefined ? [] : [event];
    },
  };
}

function isGenuine(request: InboundRequest, signature: string, authTokens: readonly string[]): boolean {
  const url = withoutFragment(request.url);
  const bodyHash = queryOf(url).get("bodySHA256");
  return bodyHash === null
    ? isSigned(signature, url, readFields(request), authTokens)
    : isHashOf(bodyHash, request.body) && isSigned(signature, url, new Map(), authTokens);
}

function readStatusEvent(request: InboundRequest, fields: FormFields): InboundEvent | undefined {
  const sid = firstOf(fields, "MessageSid");
  const status = firstOf(fields, "MessageStatus");
  if (sid === undefined || status === undefined) return undefined;
  const errorCode = firstOf(fields, "ErrorCode");
  const reading = readStatus(status, toCode(errorCode));
  if (reading === undefined) return undefined;
  const callbackToken = queryOf(request.url).get("attempt");
  return {
    type: "evidence",
    // Of the content alone: Twilio sets its I-Twilio-Idempotency-Token on repetitions and not on every first copy.
    eventId: [sid, status, errorCode ?? "", firstOf(fields, "RawDlrDoneDate") ?? ""].join(":"),
    correlation: { ...(callbackToken === null ? {} : { callbackToken }), providerMessageId: sid },
    providerMessageId: sid,
    ...reading,
    // RawDlrDoneDate is in a zone that nobody names, and there is no other time in a callback.
    at: new Date(),
  };
}

function readInboundEvent(
  fields: FormFields,
  readKeyword: ReturnType<typeof createKeywordReader>,
): InboundEvent | undefined {
  const sid = firstOf(fields, "MessageSid");
  const from = firstOf(fields, "From");
  if (sid === undefined || from === undefined || firstOf(fields, "SmsStatus") !== "received") return undefined;
  const parsed = phoneAddress.parse(from);
  const keyword = keywordOf(fields, readKeyword);
  return {
    type: "inbound",
    eventId: sid,
    addressKind: phoneAddress.kind,
    address: parsed.ok ? parsed.address : from,
    providerCode: keyword ?? "message",
    ...consentOf(keyword),
    ...actOf(firstOf(fields, "Body")),
    payload: Object.fromEntries([...fields].map(([name, [value = ""]]) => [name, value])),
    at: new Date(),
  };
}

const keywords = new Set<string>(["STOP", "START", "HELP"] satisfies Keyword[]);

/** `OptOutType` is there only with Advanced Opt-Out, which also knows words in other languages. */
function keywordOf(fields: FormFields, readKeyword: ReturnType<typeof createKeywordReader>): Keyword | undefined {
  const named = firstOf(fields, "OptOutType")?.toUpperCase() ?? "";
  return keywords.has(named) ? (named as Keyword) : readKeyword(firstOf(fields, "Body") ?? "");
}

function toCode(errorCode: string | undefined): number | undefined {
  const code = Number(errorCode ?? "");
  return Number.isInteger(code) && code > 0 ? code : undefined;
}

/** The fields of a form; none for any other body. */
function readFields(request: InboundRequest): FormFields {
  const type = request.headers["content-type"] ?? "";
  const fields = new Map<string, string[]>();
  if (!type.toLowerCase().startsWith("application/x-www-form-urlencoded")) return fields;
  for (const [name, value] of new URLSearchParams(Buffer.from(request.body).toString("utf8"))) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}

function firstOf(fields: FormFields, name: string): string | undefined {
  return fields.get(name)?.[0] || undefined;
}

function withoutFragment(url: string): string {
  return url.split("#", 1)[0] ?? url;
}

/** Read without `new URL`, which throws on what it does not like. */
function queryOf(url: string): URLSearchParams {
  const address = withoutFragment(url);
  const start = address.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : address.slice(start));
}
