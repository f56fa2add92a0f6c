import type { HandsetState } from "../people.ts";
import { countTwilioSegments } from "./segments.ts";

/** A status that a message takes, and from when on. */
export interface StatusChange {
  /** On the simulator's clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly status: string;
  readonly errorCode?: number;
}

export interface TwilioMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  body: string;
  /** How many pictures and the like it carries. */
  readonly media: number;
  readonly createdAt: number;
  /** Ascending; what lies ahead has not happened yet. Shortened when the message is cancelled. */
  timeline: readonly StatusChange[];
}

/** The last word on a message after `sent`, by the handset it goes to; where there is none, it stays `sent`. */
const endings: Readonly<Partial<Record<HandsetState, Omit<StatusChange, "at">>>> = {
  on: { status: "delivered" },
  off: { status: "undelivered", errorCode: 30003 },
  "unknown-number": { status: "undelivered", errorCode: 30005 },
  filtered: { status: "undelivered", errorCode: 30007 },
};

/** Codes with which Twilio refuses a message to these handsets at once. */
export const refusedHandsets: Readonly<Partial<Record<HandsetState, number>>> = {
  landline: 21614,
  "opted-out": 21610,
};

/** What will happen to a message that leaves Twilio at `leavesAt`. */
export function foreseeStatuses(handset: HandsetState, leavesAt: number, delayMs: number): readonly StatusChange[] {
  const ending = endings[handset];
  const sent = { at: leavesAt + delayMs, status: "sent" };
  return ending === undefined ? [sent] : [sent, { at: leavesAt + 2 * delayMs, ...ending }];
}

/** The message's status at a moment. */
export function statusAt(message: TwilioMessage, now: number): StatusChange {
  const current = message.timeline.findLast((change) => change.at <= now);
  return current ?? { at: message.createdAt, status: "queued" };
}

/** In hundred-thousandths of a dollar. */
const pricePerSegment = 790;

/** RFC 2822 in GMT, as in `Thu, 24 Aug 2023 05:01:45 +0000`. */
function formatTwilioDate(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace("GMT", "+0000");
}

/** A message as Twilio's API shows it ("Messages resource", properties). Every date is present, as null if unknown. */
export function describeMessage(message: TwilioMessage, accountSid: string, now: number): Record<string, unknown> {
  const current = statusAt(message, now);
  const sent = message.timeline.find((change) => change.status === "sent" && change.at <= now);
  const segments = countTwilioSegments(message.body);
  // A Messaging Service counts when it has chosen a sender, and money is reckoned when the message has left.
  const isCounted = message.messagingServiceSid === null || sent !== undefined;
  const isBilled = sent !== undefined && current.status !== "sent";
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: accountSid,
    messaging_service_sid: message.messagingServiceSid,
    status: current.status,
    direction: "outbound-api",
    from: message.from,
    to: message.to,
    body: message.body,
    num_segments: isCounted ? String(segments) : "0",
    num_media: String(message.media),
    price: isBilled ? `-${((segments * pricePerSegment) / 100_000).toFixed(5)}` : null,
    price_unit: "USD",
    error_code: current.errorCode ?? null,
    error_message: null,
    date_created: formatTwilioDate(message.createdAt),
    date_updated: formatTwilioDate(current.at),
    date_sent: sent === undefined ? null : formatTwilioDate(sent.at),
    api_version: "2010-04-01",
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}
