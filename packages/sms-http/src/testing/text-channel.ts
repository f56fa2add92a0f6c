import type { AdapterSubject } from "@todoke/adapter-kit";

const tooLong = { type: "text", text: "x".repeat(10 * 153 + 1) } as const;

/** What holds of every carrier: how content becomes text, and what a phone number is. */
export const textChannel = {
  addresses: {
    valid: [
      { given: "+66 81-234-5678", canonical: "+66812345678" },
      { given: "＋８８６９１２３４５６７８", canonical: "+886912345678" },
    ],
    malformed: ["081-234-5678", "sms:+66812345678", "+66", "+1800FLOWERS"],
  },
  rendering: {
    text: "carried",
    image: "lost",
    video: "lost",
    audio: "lost",
    location: "lost",
    buttons: "lost",
    carousel: "lost",
    notification: "refused",
  },
  contents: [
    {
      title: "a native SMS",
      content: { type: "native", channel: "sms", payload: { text: "Hello" } },
      rendering: "carried",
      payload: { text: "Hello" },
    },
    {
      title: "a native SMS with a field that there is not",
      content: { type: "native", channel: "sms", payload: { text: "Hello", media: "x" } },
      rendering: "refused",
      problems: ["/payload/media"],
    },
    { title: "more than ten segments", content: tooLong, rendering: "refused", problems: ["/text"] },
    {
      title: "more than ten segments of kanji, natively",
      content: { type: "native", channel: "sms", payload: { text: "席".repeat(671) } },
      rendering: "refused",
      problems: ["/payload/text"],
    },
  ],
  cost: [
    { content: { type: "text", text: "x".repeat(160) }, units: 1 },
    { content: { type: "text", text: "x".repeat(161) }, units: 2 },
    { content: { type: "text", text: "ก".repeat(71) }, units: 2 },
  ],
} as const satisfies Partial<AdapterSubject>;
