import type { Content, JsonObject, RenderResult } from "@todoke/core";
import { countSegments, renderSmsText } from "@todoke/sms-core";

/** One SMS, without sender and recipient; also the payload of `native` content on this channel. */
export type HttpSmsPayload = Readonly<{ text: string }>;

export const defaultMaxSegments = 10;

/** Each segment of several holds at most so many characters. */
const longestSegment = 153;

/** Puts content into one plain text as far as it goes, and names what does not fit into text. */
export function renderContent(content: Content, maxSegments: number): RenderResult {
  const rendered = renderSmsText(content, { nativeField: "text", maxLength: Math.max(160, maxSegments * longestSegment) });
  if (!rendered.ok) return rendered;
  const payload: HttpSmsPayload = { text: rendered.text.toWellFormed() };
  const { segments } = countSegments(payload.text);
  if (segments > maxSegments) {
    const detail = `The text takes ${segments} segments as SMS; at most ${maxSegments} are possible.`;
    return { ok: false, problems: [{ pointer: pointerOf(content), code: "text-too-long", detail }] };
  }
  return { ok: true, payload, endpoint: "sms-send", lost: rendered.lost };
}

/** The text of a payload that `renderContent` made; undefined for any other object. */
export function readText({ text }: JsonObject): string | undefined {
  return typeof text === "string" ? text : undefined;
}

function pointerOf({ type }: Content): string {
  if (type === "text") return "/text";
  return type === "native" ? "/payload/text" : "";
}
