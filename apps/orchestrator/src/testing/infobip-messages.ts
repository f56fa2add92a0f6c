/** Infobip's own example of a bubble, as its OpenAPI 3.210.0 has it, in short. */
const bubble = {
  header: {
    layout: "HORIZONTAL",
    paddingAll: "none",
    contents: [
      { contents: [{ text: "OFFICIAL NOTIFICATION", type: "SPAN" }], flex: 20, size: "14px", align: "CENTER", gravity: "CENTER", wrap: true, color: "#ffffff", weight: "REGULAR", position: "RELATIVE", type: "TEXT" },
      { text: "powered by", contents: [{ text: "powered by", size: "10px", weight: "REGULAR", style: "ITALIC", type: "SPAN" }], flex: 7, align: "END", offsetTop: "0.3px", type: "TEXT" },
    ],
    type: "BOX",
  },
  body: {
    layout: "VERTICAL",
    contents: [{ layout: "HORIZONTAL", contents: [{ text: "Purchase COMPLETE", size: "lg", wrap: true, weight: "BOLD", type: "TEXT" }], type: "BOX" }],
    type: "BOX",
  },
  footer: {
    layout: "HORIZONTAL",
    action: { label: "action", uri: "https://example.com/action", type: "URI" },
    contents: [{ contents: [{ text: "here", color: "#00b4ff", decoration: "UNDERLINE", type: "SPAN" }], size: "10px", wrap: true, type: "TEXT" }],
    type: "BOX",
  },
  style: { header: { backgroundColor: "#06C755" }, footer: { backgroundColor: "#EEEEEE" } },
  type: "BUBBLE",
} as const;

/** A notification by phone number, with what is said differently. */
export function infobipMessage(destinations: readonly object[], more: object = {}) {
  const content = { type: "LINE_NOTIFICATION", altText: "Thank you for your purchase.", contents: bubble };
  return { sender: "OFFICIAL-ACCOUNT-ID-123", destinations, content, ...more };
}
