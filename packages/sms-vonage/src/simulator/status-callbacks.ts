import type { CallbackStep, HandsetState } from "@todoke/simulator";
import type { Account } from "./account.ts";
import { statusError } from "./problems.ts";
import { signedPost } from "./signed-post.ts";

export interface Message {
  readonly id: string;
  /** Without plus, as in the call. */
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** On the simulator's clock. */
  readonly createdAt: number;
  readonly clientRef?: string;
}

interface Status {
  readonly status: string;
  readonly code?: string;
}

const submitted: Status = { status: "submitted" };

/** What is reported of a message, by the handset it goes to ("SMS Status Callbacks"; codes: "API Errors", Messages API). */
const statusesByHandset: Readonly<Record<HandsetState, readonly Status[]>> = {
  on: [submitted, { status: "delivered" }],
  off: [submitted, { status: "rejected", code: "1180" }],
  "unknown-number": [submitted, { status: "rejected", code: "1190" }],
  filtered: [submitted, { status: "rejected", code: "1210" }],
  silent: [submitted],
  landline: [{ status: "rejected", code: "1260" }],
  "opted-out": [{ status: "rejected", code: "1240" }],
};

/** One webhook for each status, in order, one delay after the other. */
export function statusCallbacks(account: Account, message: Message, url: string): readonly CallbackStep[] {
  const { host, settings } = account;
  const handset = host.personByPhone(`+${message.to}`)?.handset ?? "on";
  return statusesByHandset[handset].map((status, index) => {
    const dueAt = message.createdAt + settings.statusDelayMs * (index + 1);
    return { dueAt, build: () => signedPost(account, url, describe(message, status, dueAt)) };
  });
}

/** "Messages API", Message Status. */
function describe({ id, to, from, text, clientRef }: Message, { status, code }: Status, at: number) {
  return {
    message_uuid: id,
    to,
    from,
    timestamp: new Date(at).toISOString(),
    status,
    ...(code !== undefined && { error: statusError(code) }),
    ...(status === "submitted" && { usage: { currency: "EUR", price: "0.0333" } }),
    ...(clientRef !== undefined && { client_ref: clientRef }),
    channel: "sms",
    destination: { network_code: "44010" },
    sms: { count_total: String(countParts(text)) },
  };
}

/** Near enough for plain letters and for Japanese: a fake does not know the whole alphabet of GSM. */
function countParts(text: string): number {
  const [alone, each] = /^[\n\r -~]*$/.test(text) ? [160, 153] : [70, 67];
  return text.length <= alone ? 1 : Math.ceil(text.length / each);
}
