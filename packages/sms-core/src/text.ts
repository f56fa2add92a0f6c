import type { Button, CarouselCard, Content, ContentProblem, JsonObject } from "@todoke/core";

/** In what the providers of SMS differ. */
export interface SmsTextRules {
  /** The one field that the payload of `native` content has: the text, under the provider's own name for it. */
  readonly nativeField: string;
  /** In UTF-16 code units. */
  readonly maxLength: number;
}

export type SmsText =
  | { readonly ok: true; readonly text: string; readonly lost: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ContentProblem[] };

/** Puts content into one plain text as far as it goes, and names what does not fit into text. Pure. */
export function renderSmsText(content: Content, rules: SmsTextRules): SmsText {
  const outcome = toText(content, rules.nativeField);
  if ("problems" in outcome) return { ok: false, problems: outcome.problems };
  const problem = lengthProblem(outcome.text, outcome.pointer, rules.maxLength);
  if (problem !== undefined) return { ok: false, problems: [problem] };
  return { ok: true, text: outcome.text, lost: outcome.lost };
}

type TextOutcome =
  | { readonly text: string; readonly pointer: string; readonly lost: readonly string[] }
  | { readonly problems: readonly ContentProblem[] };

function toText(content: Content, nativeField: string): TextOutcome {
  switch (content.type) {
    case "text":
      return { text: content.text, pointer: "/text", lost: [] };
    case "image":
    case "video":
    case "audio":
      return {
        text: lines(content.altText, content.url),
        pointer: "",
        lost: [`the ${content.type} is sent as a link`],
      };
    case "location":
      return {
        text: lines(content.title, content.address),
        pointer: "",
        lost: ["the map: title and address are sent as text"],
      };
    case "buttons":
      return { text: cardText(content), pointer: "", lost: lostFrom([content]) };
    case "carousel":
      return {
        text: content.cards.map(cardText).join("\n\n"),
        pointer: "",
        lost: ["cards are sent one below the other", ...lostFrom(content.cards)],
      };
    case "notification":
      return refuse("/type", "unsupported-content", "SMS has no notification templates: give this step its own text.");
    case "native":
      return nativeText(content.channel, content.payload, nativeField);
  }
}

/** What `buttons` content and a carousel's card have in common. */
type Card = Pick<CarouselCard, "text" | "title" | "imageUrl" | "buttons">;

function cardText(card: Card): string {
  return lines(card.title, card.text, ...card.buttons.filter(hasUrl).map((button) => `${button.label}: ${button.url}`));
}

function lostFrom(cards: readonly Card[]): readonly string[] {
  const buttons = cards.flatMap((card) => card.buttons);
  return [
    ...(cards.some((card) => card.imageUrl !== undefined) ? ["images are left out"] : []),
    ...(buttons.some(hasUrl) ? ["buttons are sent as links"] : []),
    ...(buttons.some((button) => !hasUrl(button)) ? ["buttons that open no address are left out"] : []),
  ];
}

function hasUrl(button: Button): button is Extract<Button, { readonly url: string }> {
  return "url" in button;
}

function nativeText(channel: string, payload: JsonObject, field: string): TextOutcome {
  if (channel !== "sms") return refuse("/channel", "wrong-channel", "This native content is made for another channel.");
  const stranger = Object.keys(payload).find((name) => name !== field);
  if (stranger !== undefined) {
    return refuse(`/payload/${escapePointer(stranger)}`, "unknown-field", `A native SMS has one field: ${field}.`);
  }
  const text = payload[field];
  if (typeof text !== "string") {
    return refuse(`/payload/${field}`, "not-a-string", `A native SMS needs its text in ${field}.`);
  }
  return { text, pointer: `/payload/${field}`, lost: [] };
}

function lengthProblem(text: string, pointer: string, maxLength: number): ContentProblem | undefined {
  if (text.trim() === "") return { pointer, code: "empty-text", detail: "There is no text to send." };
  if (text.length <= maxLength) return undefined;
  const detail = `The text has ${text.length} characters as SMS; at most ${maxLength} are possible.`;
  return { pointer, code: "text-too-long", detail };
}

function refuse(pointer: string, code: string, detail: string): TextOutcome {
  return { problems: [{ pointer, code, detail }] };
}

function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n");
}

/** RFC 6901. */
function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
