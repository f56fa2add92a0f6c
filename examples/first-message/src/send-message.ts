import type { Api } from "./api.ts";
import type { MessageAnswer } from "./answers.ts";
import { toRecipient, type PersonRow } from "./people.ts";

/** Under this name the message is found again at the next start. */
export const firstMessageReference = "first-message";

/**
 * LINE first; a LINE notification message where the person is no friend of the account; SMS where neither reaches them.
 * The waits are short so that you can watch all of it in half a minute. In production leave them out, or write what
 * stands beside them: each is the service's default.
 */
const plan = {
  steps: [
    // LINE accepts within a second or not at all. In production: PT2M.
    { channel: "line", switchAfter: "PT5S" },
    {
      channel: "line-notification",
      // LINE asks people for consent first and delivers within a day, or never and without a word. In production: PT1H.
      switchAfter: "PT8S",
      // Notices are made from LINE's catalogue: no free text, and only for numbers of Japan, Thailand and Taiwan.
      content: {
        type: "notification",
        templateKey: "shipment_completed_ja",
        emphasizedItem: { itemKey: "date_002_ja", content: "本日" },
        items: [{ itemKey: "time_range_001_ja", content: "18:00 - 20:00" }],
      },
    },
    // One segment even with a Japanese name, which leaves room for 70 characters.
    {
      channel: "sms",
      content: { type: "text", text: "{{ name }}, your parcel arrives today, 18:00-20:00.", template: true },
    },
  ],
};

/** Sends the first message to everybody, in one request. */
export function sendFirstMessage(api: Api, people: readonly PersonRow[]): Promise<MessageAnswer> {
  return api.submit({
    reference: firstMessageReference,
    purpose: "notice",
    to: people.map(toRecipient),
    content: {
      type: "text",
      text: "Hello {{ name }}! Your parcel is on its way and arrives today between 18:00 and 20:00.",
      template: true,
    },
    plan,
    // Some phones never confirm an SMS; this is how long they are waited for. In production: PT48H.
    validityPeriod: "PT30S",
  });
}
