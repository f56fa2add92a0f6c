import type { Content, JsonObject, RenderResult } from "@todoke/core";
import { renderSmsText, type SmsTextRules } from "@todoke/sms-core";

/** The text of one SMS, in Vonage's words; also the payload of `native` content on this channel. */
export type SmsPayload = Readonly<{ text: string }>;

/** "Messages API", SMS, text: 1,000 characters, which is read as UTF-16 code units, the stricter of its readings. */
const rules: SmsTextRules = { nativeField: "text", maxLength: 1_000 };

/** Puts content into one plain text as far as it goes, and names what does not fit into text. */
export function renderContent(content: Content): RenderResult {
  const rendered = renderSmsText(content, rules);
  if (!rendered.ok) return rendered;
  const payload: SmsPayload = { text: rendered.text };
  return { ok: true, payload, endpoint: "messages", lost: rendered.lost };
}

/** The text of a payload that `renderContent` made; undefined for any other object. */
export function readText({ text }: JsonObject): string | undefined {
  return typeof text === "string" ? text : undefined;
}
