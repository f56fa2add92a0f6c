import type { Correlation, InboundEvent, InboundRequest, JsonObject, Webhook } from "@todoke/core";
import { actOf, consentOf, createKeywordReader, phoneAddress, type KeywordSettings } from "@todoke/sms-core";
import { readBill } from "./bill.ts";
import { readCode, readError } from "./error-codes.ts";
import { parseObject, type UnknownObject } from "./json-object.ts";
import { verifySignature } from "./signature.ts";
import { readStatus } from "./statuses.ts";

/**
 * Vonage's webhooks: what became of a message, and messages that people wrote. `words` stop and resume messages beside the
 * usual ones.
 */
export function createWebhook(signatureSecrets: readonly string[], words: KeywordSettings = {}): Webhook {
  const readKeyword = createKeywordReader(words);
  return {
    verify: (request) => verifySignature(request, signatureSecrets),
    parse(request) {
      const body = parseObject(Buffer.from(request.body).toString("utf8"));
      // One address may serve all channels of an application; what happens on the others is nothing of ours.
      if (body === undefined || body["channel"] !== "sms") return [];
      const event = "status" in body ? readStatusEvent(request, body) : readInboundEvent(body, readKeyword);
      return event === undefined ? [] : [event];
    },
  };
}

function readStatusEvent(request: InboundRequest, body: UnknownObject): InboundEvent | undefined {
  const id = textOf(body["message_uuid"]);
  const status = textOf(body["status"]);
  if (id === undefined || status === undefined) return undefined;
  const error = readError(body["error"]);
  const code = error === undefined ? undefined : readCode(error);
  const reading = readStatus(status, code);
  if (reading === undefined) return undefined;
  return {
    type: "evidence",
    eventId: [id, status, code ?? ""].join(":"),
    correlation: correlationOf(request, body, id),
    providerMessageId: id,
    ...reading,
    ...readBill(body),
    at: timeOf(body),
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The application may send messages of its own, with references of another form. */
function correlationOf(request: InboundRequest, body: UnknownObject, providerMessageId: string): Correlation {
  const attemptId = textOf(body["client_ref"]);
  const callbackToken = new URLSearchParams(request.url.split("#", 1)[0]?.split("?")[1]).get("attempt");
  return {
    ...(attemptId === undefined || !uuid.test(attemptId) ? {} : { attemptId }),
    ...(callbackToken === null ? {} : { callbackToken }),
    providerMessageId,
  };
}

/**
 * A keyword is read from the text: Vonage documents no field that says that it acted on a word, and whether it does
 * depends on the country and the sender.
 */
function readInboundEvent(
  body: UnknownObject,
  readKeyword: ReturnType<typeof createKeywordReader>,
): InboundEvent | undefined {
  const id = textOf(body["message_uuid"]);
  const from = textOf(body["from"]);
  if (id === undefined || from === undefined) return undefined;
  // A short code or a name stays as it is: nobody can be written to there.
  const written = /^\d{7,}$/.test(from) ? `+${from}` : from;
  const parsed = phoneAddress.parse(written);
  const keyword = readKeyword(textOf(body["text"]) ?? "");
  return {
    type: "inbound",
    eventId: id,
    addressKind: phoneAddress.kind,
    address: parsed.ok ? parsed.address : written,
    providerCode: keyword ?? "message",
    ...consentOf(keyword),
    ...actOf(textOf(body["text"])),
    // It came out of JSON.parse.
    payload: body as JsonObject,
    at: timeOf(body),
  };
}

function timeOf({ timestamp }: UnknownObject): Date {
  const time = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? new Date() : new Date(time);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
