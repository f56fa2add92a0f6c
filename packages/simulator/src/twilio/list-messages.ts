import type { Outcome } from "../serve.ts";
import { refuseTwilio } from "./errors.ts";
import { describeMessage, type TwilioMessage } from "./message.ts";
import type { TwilioCall, TwilioEndpoint } from "./twilio-call.ts";
import type { TwilioAccount } from "./twilio-account.ts";

/** GET /2010-04-01/Accounts/{sid}/Messages.json, newest first. */
export const listMessages: TwilioEndpoint = { name: "sms-list", handle };

const dayMs = 24 * 3_600_000;

function handle(twilio: TwilioAccount, { query }: TwilioCall): Outcome {
  const pageSize = wholeNumber(query.get("PageSize"), 50);
  const page = wholeNumber(query.get("Page"), 0);
  if (pageSize === undefined || pageSize < 1 || pageSize > 1_000 || page === undefined) {
    return refuseTwilio(20001, "PageSize must be from 1 to 1000 and Page a whole number.");
  }
  const found = find(twilio, query);
  const start = page * pageSize;
  const shown = found.slice(start, start + pageSize);
  const now = twilio.simulation.clock.now();
  const uriOf = (number: number) => pageUri(twilio, query, number, pageSize);
  const body = {
    messages: shown.map((message) => describeMessage(message, twilio.accountSid, now)),
    page,
    page_size: pageSize,
    start,
    end: start + Math.max(shown.length - 1, 0),
    uri: uriOf(page),
    first_page_uri: uriOf(0),
    previous_page_uri: page === 0 ? null : uriOf(page - 1),
    next_page_uri: start + pageSize < found.length ? uriOf(page + 1) : null,
  };
  return { answer: { status: 200, body: JSON.stringify(body) } };
}

function find(twilio: TwilioAccount, query: URLSearchParams): readonly TwilioMessage[] {
  const to = query.get("To");
  const from = query.get("From");
  const { earliest, before } = sentRange(query);
  const candidates = to === null ? [...twilio.messages.values()] : (twilio.messagesByRecipient.get(to) ?? []);
  return candidates
    .filter((message) => from === null || message.from === from)
    .filter((message) => message.createdAt >= earliest && message.createdAt < before)
    .reverse();
}

/**
 * `DateSent`, `DateSent<` and `DateSent>` as a half-open range. A day stands for all of it, in GMT. A message counts
 * from its creation, since what is still queued has no other date.
 */
function sentRange(query: URLSearchParams): { readonly earliest: number; readonly before: number } {
  const on = query.get("DateSent");
  const after = query.get("DateSent>");
  const until = query.get("DateSent<");
  if (on !== null) {
    const day = Date.parse(on.slice(0, 10));
    return { earliest: day, before: day + dayMs };
  }
  return {
    earliest: after === null ? 0 : Date.parse(after),
    before: until === null ? Infinity : Date.parse(until) + (until.length === 10 ? dayMs : 1),
  };
}

function pageUri(twilio: TwilioAccount, query: URLSearchParams, page: number, pageSize: number): string {
  const parameters = new URLSearchParams(query);
  parameters.set("Page", String(page));
  parameters.set("PageSize", String(pageSize));
  return `/2010-04-01/Accounts/${twilio.accountSid}/Messages.json?${parameters.toString()}`;
}

function wholeNumber(value: string | null, fallback: number): number | undefined {
  if (value === null) return fallback;
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
