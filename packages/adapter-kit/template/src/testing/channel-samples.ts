import type { AdapterSubject } from "@todoke/adapter-kit";

/** In canonical form. */
export const to = "write-an-address-here";

/** What the channel asks of addresses and content, whoever the vendor is. */
export const channelSamples: Pick<AdapterSubject, "addresses" | "rendering" | "cost"> = {
  addresses: {
    valid: [{ given: ` ${to} `, canonical: to }],
    malformed: ["what is no address"],
  },
  rendering: {
    text: "carried",
    image: "refused",
    video: "refused",
    audio: "refused",
    location: "refused",
    buttons: "refused",
    carousel: "refused",
    notification: "refused",
  },
};
