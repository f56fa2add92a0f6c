import type { Content, JsonObject, RenderResult } from "@todoke/core";
import { countSegments, renderSmsText, type SmsTextRules } from "@todoke/sms-core";
import type { TwilioSmsConfig } from "./config.ts";

/** The request body of one SMS, without sender and recipient; also the payload of `native` content on this channel. */
export type SmsPayload = Readonly<{ body: string; mms?: MmsPayload }>;

/** What goes out in the place of `body` to countries that take MMS. */
export type MmsPayload = Readonly<{ body: string; mediaUrl: string }>;

/** Twilio's limit, in UTF-16 code units: the stricter reading of "1600 characters" (error 21617). */
const rules: SmsTextRules = { nativeField: "body", maxLength: 1_600 };

/** Puts content into one plain text as far as it goes, and names what does not fit into text. Pure. */
export function renderContent(
  content: Content,
  { mmsCountries, maxSegments = Number.POSITIVE_INFINITY }: Pick<TwilioSmsConfig, "mmsCountries" | "maxSegments"> = {},
): RenderResult {
  const rendered = renderSmsText(content, rules);
  if (!rendered.ok) return rendered;
  const { segments } = countSegments(rendered.text);
  if (segments > maxSegments) {
    const detail = `The text takes ${segments} segments as SMS; the account's settings allow ${maxSegments}.`;
    return { ok: false, problems: [{ pointer: pointerOf(content), code: "text-too-long", detail }] };
  }
  const mms = mmsCountries === undefined ? undefined : asMms(content);
  const payload: SmsPayload = { body: rendered.text, ...(mms && { mms }) };
  const lost = mms === undefined ? rendered.lost : [`the ${content.type} is sent as a link, but to ${mmsCountries!.join(", ")}`];
  return { ok: true, payload, endpoint: "sms-create", lost };
}

function pointerOf({ type }: Content): string {
  if (type === "text") return "/text";
  return type === "native" ? "/payload/body" : "";
}

function asMms(content: Content): MmsPayload | undefined {
  if (content.type !== "image" && content.type !== "video" && content.type !== "audio") return undefined;
  return { body: content.altText ?? "", mediaUrl: content.url };
}

/** The text of a payload that `renderContent` made; undefined for any other object. */
export function readBody({ body }: JsonObject): string | undefined {
  return typeof body === "string" ? body : undefined;
}

/** What a payload's message consists of. */
export interface MessageParts {
  readonly body: string;
  readonly mediaUrl?: readonly string[];
}

/** What goes out to a country; undefined for an object that `renderContent` did not make. */
export function partsFor(
  payload: JsonObject,
  country: string | undefined,
  { mmsCountries = [] }: Pick<TwilioSmsConfig, "mmsCountries">,
): MessageParts | undefined {
  const body = readBody(payload);
  const { mms } = payload;
  if (body === undefined || country === undefined || !mmsCountries.includes(country)) return body === undefined ? undefined : { body };
  if (typeof mms !== "object" || mms === null || !("mediaUrl" in mms)) return { body };
  return typeof mms.mediaUrl === "string" && typeof mms.body === "string" ? { body: mms.body, mediaUrl: [mms.mediaUrl] } : { body };
}
