import type { Content, JsonObject, RenderResult } from "@todoke/core";
import { renderSmsText, type SmsTextRules } from "@todoke/sms-core";

/** pigeon.example/docs/messages: `text`, at most 1,000 characters, which it counts as UTF-16 code units. */
const rules: SmsTextRules = { nativeField: "text", maxLength: 1_000 };

/** Puts content into one plain text as far as it goes, and names what does not fit into text. */
export function renderContent(content: Content): RenderResult {
  const rendered = renderSmsText(content, rules);
  if (!rendered.ok) return rendered;
  return { ok: true, payload: { text: rendered.text }, endpoint: "send", lost: rendered.lost };
}

/** The text of a payload that `renderContent` made. */
export function readText({ text }: JsonObject): string {
  return typeof text === "string" ? text : "";
}
