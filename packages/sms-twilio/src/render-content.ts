import type { Button, CarouselCard, Content, ContentProblem, JsonObject, RenderResult } from "@todoke/core";

/** The request body of one SMS, without sender and recipient; also the payload of `native` content on this channel. */
export type SmsPayload = Readonly<{ body: string }>;

/** Twilio's limit, in UTF-16 code units: the stricter reading of "1600 characters" (error 21617). */
const maxBodyLength = 1600;

/** Puts content into one plain text as far as it goes, and names what does not fit into text. */
export function renderContent(content: Content): RenderResult {
  const outcome = toText(content);
  if ("problems" in outcome) return { ok: false, problems: outcome.problems };
  const problem = bodyProblem(outcome.text, outcome.pointer);
  if (problem !== undefined) return { ok: false, problems: [problem] };
  const payload: SmsPayload = { body: outcome.text };
  return { ok: true, payload, endpoint: "sms-create", lost: outcome.lost };
}

/** The text of a payload that `renderContent` made; undefined for any other object. */
export function readBody({ body }: JsonObject): string | undefined {
  return typeof body === "string" ? body : undefined;
}

type TextOutcome =
  | { readonly text: string; readonly pointer: string; readonly lost: readonly string[] }
  | { readonly problems: readonly ContentProblem[] };

function toText(content: Content): TextOutcome {
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
      return nativeText(content.channel, content.payload);
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

function nativeText(channel: string, payload: JsonObject): TextOutcome {
  if (channel !== "sms") return refuse("/channel", "wrong-channel", "This native content is made for another channel.");
  const stranger = Object.keys(payload).find((name) => name !== "body");
  if (stranger !== undefined) {
    return refuse(`/payload/${escapePointer(stranger)}`, "unknown-field", "A native SMS has one field: body.");
  }
  const text = readBody(payload);
  if (text === undefined) return refuse("/payload/body", "not-a-string", "A native SMS needs its text in body.");
  return { text, pointer: "/payload/body", lost: [] };
}

function bodyProblem(text: string, pointer: string): ContentProblem | undefined {
  if (text.trim() === "") return { pointer, code: "empty-text", detail: "There is no text to send." };
  if (text.length <= maxBodyLength) return undefined;
  const detail = `The text has ${text.length} characters as SMS; at most ${maxBodyLength} are possible.`;
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
