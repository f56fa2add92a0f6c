import { createHash } from "node:crypto";
import type { EvidenceEvent, InboundEvent, InboundRequest, JsonObject, JsonValue, Webhook } from "@todoke/core";
import { actOf, consentOf, createKeywordReader, phoneAddress } from "@todoke/sms-core";
import { textAt } from "../answers/locator.ts";
import type { CallbackReportFields, CallbackRules, InboundFields } from "../callback-config.ts";
import type { HttpSmsConfig } from "../config.ts";
import { readNumber } from "../phone-number.ts";
import { readReport } from "../read-report.ts";
import { readTime } from "../read-time.ts";
import { itemsOf, readDocument } from "./document.ts";
import { queryOf } from "./query.ts";
import { verifyCallback } from "./signature.ts";

/** What the carrier posts: reports, and messages that people wrote. */
export function createWebhook(config: HttpSmsConfig, rules: CallbackRules): Webhook {
  const readKeyword = createKeywordReader(rules.inbound?.keywords);
  return {
    verify: (request) => verifyCallback(rules.authentication, request),
    parse: (request) =>
      itemsOf(readDocument(rules.format, request), rules.list).flatMap((item) => {
        const event = isInbound(rules, item)
          ? readInbound(config, rules.inbound, item, readKeyword)
          : readEvidence(rules, rules.report, item, request);
        return event === undefined ? [] : [event];
      }),
  };
}

function isInbound({ inbound, report }: CallbackRules, item: JsonValue): boolean {
  if (inbound === undefined) return false;
  const { when } = inbound;
  return when === undefined ? textAt(item, report?.status) === undefined : textAt(item, when.at) === when.equals;
}

function readEvidence(
  rules: CallbackRules,
  fields: CallbackReportFields | undefined,
  item: JsonValue,
  request: InboundRequest,
): InboundEvent | undefined {
  const reading = fields && readReport(fields, (place) => textAt(item, place));
  if (fields === undefined || reading === undefined) return undefined;
  const correlation = correlationOf(rules, fields, item, request);
  const { attemptId, callbackToken, providerMessageId } = correlation;
  const found = attemptId ?? callbackToken ?? providerMessageId;
  if (found === undefined) return undefined;
  const words = [found, providerMessageId, textAt(item, fields.status), textAt(item, fields.errorCode), textAt(item, fields.at)];
  return {
    type: "evidence",
    eventId: digest(words),
    correlation,
    ...(providerMessageId !== undefined && { providerMessageId }),
    ...reading,
  };
}

/** Where the address is all the proof there is, what stands in the body proves nothing of any other attempt. */
function correlationOf(
  { authentication }: CallbackRules,
  fields: CallbackReportFields,
  item: JsonValue,
  request: InboundRequest,
): EvidenceEvent["correlation"] {
  const callbackToken = queryOf(request.url).get("attempt") || undefined;
  if (authentication.type === "token") return callbackToken === undefined ? {} : { callbackToken };
  const attemptId = toAttemptId(textAt(item, fields.attemptId));
  const providerMessageId = textAt(item, fields.messageId);
  return {
    ...(attemptId !== undefined && { attemptId }),
    ...(callbackToken !== undefined && { callbackToken }),
    ...(providerMessageId !== undefined && { providerMessageId }),
  };
}

/** A UUID with or without its dashes. */
function toAttemptId(text: string | undefined): string | undefined {
  const digits = text?.replaceAll("-", "").toLowerCase();
  if (digits === undefined || !/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function readInbound(
  config: HttpSmsConfig,
  fields: InboundFields | undefined,
  item: JsonValue,
  readKeyword: ReturnType<typeof createKeywordReader>,
): InboundEvent | undefined {
  if (fields === undefined) return undefined;
  const [from, messageId] = [textAt(item, fields.from), textAt(item, fields.messageId)];
  if (from === undefined || messageId === undefined || !isObject(item)) return undefined;
  const text = fields.text === undefined ? undefined : textAt(item, fields.text);
  const keyword = readKeyword(text ?? "");
  return {
    type: "inbound",
    eventId: messageId,
    addressKind: phoneAddress.kind,
    address: readNumber(from, config) ?? from,
    providerCode: keyword ?? "message",
    ...consentOf(keyword),
    ...actOf(text),
    payload: item,
    at: readTime(textAt(item, fields.at), fields.utcOffset) ?? new Date(),
  };
}

/** Of what the report says, so that every copy has the same. */
function digest(words: readonly (string | undefined)[]): string {
  const text = JSON.stringify(words.map((word) => word ?? null));
  return createHash("sha256").update(text).digest("base64url");
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
