import type { Content, ContentType, JsonObject } from "@todoke/core";

/** What a channel does with content: all of it arrives, some of it is named as lost, or none of it is sent. */
export type Rendering = "carried" | "lost" | "refused";

export interface ContentSample {
  readonly title: string;
  readonly content: Content;
  readonly rendering: Rendering;
  /** Exactly this payload. */
  readonly payload?: JsonObject;
  /** Exactly these pointers, in this order. */
  readonly problems?: readonly string[];
}

export interface CostSample {
  readonly content: Content;
  /** As the provider counts and bills. */
  readonly units: number;
}

const address = "https://media.example.com/harbour";

/** One plain example of every type. */
export const plainContents: Readonly<Record<Exclude<ContentType, "native">, Content>> = {
  text: { type: "text", text: "The ferry leaves at nine" },
  image: { type: "image", url: `${address}.jpg`, previewUrl: `${address}-small.jpg`, altText: "The harbour at dawn" },
  video: { type: "video", url: `${address}.mp4`, previewUrl: `${address}.jpg`, altText: "The harbour from above" },
  audio: { type: "audio", url: `${address}.m4a`, durationMs: 12_000, altText: "The horn of the ferry" },
  location: {
    type: "location",
    title: "Pier seven",
    address: "1 Harbour Street",
    latitude: 35.4437,
    longitude: 139.638,
  },
  buttons: {
    type: "buttons",
    text: "Will you be on board?",
    title: "Tomorrow's ferry",
    imageUrl: `${address}.jpg`,
    buttons: [
      { label: "Timetable", url: "https://ferry.example.com/timetable" },
      { label: "I will", text: "I will be there" },
      { label: "Remind me", postback: "remind=60" },
    ],
  },
  carousel: {
    type: "carousel",
    altText: "Two ferries to choose from",
    cards: [
      { text: "Leaves at nine", title: "Morning", buttons: [{ label: "Book", url: "https://ferry.example.com/9" }] },
      { text: "Leaves at six", title: "Evening", buttons: [{ label: "Book", url: "https://ferry.example.com/18" }] },
    ],
  },
  notification: {
    type: "notification",
    templateKey: "ferry_reminder_en",
    emphasizedItem: { itemKey: "date_001_en", content: "June 1 09:00" },
    items: [{ itemKey: "place_001_en", content: "Pier seven, gate B" }],
    buttons: [{ buttonKey: "timetable_en", url: "https://ferry.example.com/timetable" }],
  },
};

/** Content at its extremes. A channel may refuse any of it, in order. */
export function extremeContents(channel: string): readonly Content[] {
  const card = { text: "Leaves at nine", buttons: [{ label: "Book", url: "no address" }] };
  return [
    ...["", " ", "\u0000", "\ud800", "{{ name }}", "\u2028\r\n\t", "🚢".repeat(50_000)].map(
      (text) => ({ type: "text", text }) as const,
    ),
    { type: "image", url: "" },
    { type: "audio", url: "::?%", durationMs: Number.NaN },
    { type: "location", title: "", address: "", latitude: 1e9, longitude: Number.NEGATIVE_INFINITY },
    { type: "buttons", text: "", buttons: [] },
    { type: "buttons", ...card, buttons: Array.from({ length: 50 }, () => ({ label: "", postback: "" })) },
    { type: "carousel", altText: "", cards: [] },
    { type: "carousel", altText: "Many", cards: Array.from({ length: 50 }, () => card) },
    { type: "notification", templateKey: "", items: [], buttons: [] },
    { type: "native", channel, payload: {} },
    { type: "native", channel, payload: { messages: null, body: { text: ["nested", { deeper: [1] }] } } },
  ];
}

/** Fields that name something in a provider's catalogue and say nothing to a person. */
const namingFields = ["type", "channel", "templateKey", "itemKey", "buttonKey"];

/** What a person would read or open. Words of less than six characters may stand in an error by chance. */
export function textsOf(content: unknown, field = ""): readonly string[] {
  if (typeof content === "string") return namingFields.includes(field) || content.trim().length < 6 ? [] : [content];
  if (typeof content !== "object" || content === null) return [];
  return Object.entries(content).flatMap(([name, value]) => textsOf(value, Array.isArray(content) ? field : name));
}
