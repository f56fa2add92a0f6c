import type { Content, JsonObject, RenderResult } from "@todoke/core";
import { renderSmsText, type SmsTextRules } from "@todoke/sms-core";
import { NotWrittenError } from "./not-written.ts";

/** Puts content into one plain text as far as it goes, and names what does not fit into text. */
export function renderContent(content: Content): RenderResult {
  const rules = textRules();
  const rendered = renderSmsText(content, rules);
  if (!rendered.ok) return rendered;
  return { ok: true, payload: { [rules.nativeField]: rendered.text }, endpoint: "send", lost: rendered.lost };
}

/** The text of a payload that `renderContent` made. */
export function readText(payload: JsonObject): string {
  const text = payload[textRules().nativeField];
  return typeof text === "string" ? text : "";
}

function textRules(): SmsTextRules {
  throw new NotWrittenError("src/render-content.ts", "the vendor's name for the field with the text, and its longest text");
}
