import type { AdapterSubject } from "@todoke/adapter-kit";

/** In canonical form. */
export const to = "+819012345678";

/** What SMS asks of addresses and content, whoever the vendor is. */
export const channelSamples: Pick<AdapterSubject, "addresses" | "rendering" | "cost"> = {
  addresses: {
    valid: [{ given: "+81 90-1234-5678", canonical: to }],
    malformed: ["090-1234-5678", "+81901234567890"],
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
  cost: [
    { content: { type: "text", text: "x".repeat(160) }, units: 1 },
    { content: { type: "text", text: "席".repeat(71) }, units: 2 },
  ],
};
