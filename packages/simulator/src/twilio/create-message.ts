import { randomUUID } from "node:crypto";
import type { Outcome } from "../serve.ts";
import { refuseTwilio } from "./errors.ts";
import { magicRecipients, magicSenders, refusalMessages } from "./magic-numbers.ts";
import { describeMessage, foreseeStatuses, refusedHandsets, type TwilioMessage } from "./message.ts";
import { statusCallbackSteps } from "./status-callbacks.ts";
import type { TwilioCall, TwilioEndpoint } from "./twilio-call.ts";
import { keepMessage, type TwilioAccount } from "./twilio-account.ts";

/** POST /2010-04-01/Accounts/{sid}/Messages.json */
export const createMessage: TwilioEndpoint = { name: "sms-create", handle };

const e164 = /^\+[1-9]\d{6,14}$/;

/** "Messages resource", Body: longer bodies are refused. In UTF-16 units. */
const longestBody = 1_600;
/** "Messages resource", ValidityPeriod, in seconds. */
const longestValidityPeriod = 36_000;

function handle(twilio: TwilioAccount, call: TwilioCall): Outcome {
  const refusal = refuseParameters(twilio, call.form);
  if (refusal !== undefined) return refusal;
  const message = create(twilio, call.form);
  keepMessage(twilio, message);
  const { clock } = twilio.simulation;
  const callbackUrl = call.form.get("StatusCallback");
  return {
    answer: { status: 201, body: JSON.stringify(describeMessage(message, twilio.accountSid, clock.now())) },
    acceptance: {
      to: [message.to],
      providerMessageIds: [message.sid],
      ...(callbackUrl !== null && { callbackUrl }),
      callbacks: callbackUrl === null ? [] : statusCallbackSteps(twilio, message, callbackUrl),
    },
  };
}

function create(twilio: TwilioAccount, form: URLSearchParams): TwilioMessage {
  const to = form.get("To") ?? "";
  const messagingServiceSid = form.get("MessagingServiceSid");
  const sendAt = readSendAt(form);
  const media = form.getAll("MediaUrl").length;
  const createdAt = twilio.simulation.clock.now();
  const handset = twilio.simulation.people.byPhone(to)?.handset ?? "on";
  return {
    sid: `${media === 0 ? "SM" : "MM"}${randomUUID().replaceAll("-", "")}`,
    to,
    from: form.get("From"),
    messagingServiceSid,
    body: form.get("Body") ?? "",
    media,
    createdAt,
    timeline: [
      { at: createdAt, status: firstStatus(messagingServiceSid, sendAt) },
      ...foreseeStatuses(handset, sendAt ?? createdAt, twilio.statusDelayMs),
    ],
  };
}

function firstStatus(messagingServiceSid: string | null, sendAt: number | undefined): string {
  if (messagingServiceSid === null) return "queued";
  return sendAt === undefined ? "accepted" : "scheduled";
}

/** Without a Messaging Service Twilio drops the schedule in silence, and so does this. */
function readSendAt(form: URLSearchParams): number | undefined {
  if (form.get("ScheduleType") !== "fixed" || form.get("MessagingServiceSid") === null) return undefined;
  const sendAt = Date.parse(form.get("SendAt") ?? "");
  return Number.isNaN(sendAt) ? undefined : sendAt;
}

function refuseParameters(twilio: TwilioAccount, form: URLSearchParams): Outcome | undefined {
  const to = form.get("To");
  const body = form.get("Body");
  const from = form.get("From");
  const callbackUrl = form.get("StatusCallback");
  if (to === null || to === "") return refuseTwilio(21604, "A 'To' phone number is required.");
  if (from === null && form.get("MessagingServiceSid") === null) {
    return refuseTwilio(21603, "A 'From' phone number is required.");
  }
  if (!hasContent(form)) return refuseTwilio(21602, "Message body is required.");
  if (body !== null && body.length > longestBody) {
    return refuseTwilio(21617, `The concatenated message body exceeds the ${longestBody} character limit.`);
  }
  if (callbackUrl !== null && !isCallbackUrl(callbackUrl)) {
    return refuseTwilio(21609, "The 'StatusCallback' URL is not a valid URL.");
  }
  if (!isValidityPeriod(form.get("ValidityPeriod"))) {
    return refuseTwilio(21624, `The 'ValidityPeriod' must be from 1 to ${longestValidityPeriod} seconds.`);
  }
  return refuseNumbers(twilio, to, from);
}

function refuseNumbers(twilio: TwilioAccount, to: string, from: string | null): Outcome | undefined {
  const handset = twilio.simulation.people.byPhone(to)?.handset ?? "on";
  const code =
    magicSenders.get(from ?? "") ?? magicRecipients.get(to) ?? (e164.test(to) ? refusedHandsets[handset] : 21211);
  return code === undefined ? undefined : refuseTwilio(code, refusalMessages[code] ?? "The message was refused.");
}

function hasContent(form: URLSearchParams): boolean {
  return ["Body", "MediaUrl", "ContentSid"].some((name) => (form.get(name) ?? "") !== "");
}

/** Underscores in the host are refused, as Twilio does. */
function isCallbackUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.hostname.includes("_");
}

function isValidityPeriod(value: string | null): boolean {
  if (value === null) return true;
  const seconds = Number(value);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= longestValidityPeriod;
}
