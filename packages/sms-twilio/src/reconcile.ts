import {
  ProviderError,
  type AttemptTrace,
  type CallOptions,
  type EvidenceReport,
  type ReconcileCapability,
} from "@todoke/core";
import { countryOf } from "@todoke/sms-core";
import type { MessageInstance } from "twilio/lib/rest/api/v2010/account/message.js";
import { readBill } from "./bill.ts";
import type { SmsClient } from "./client.ts";
import type { TwilioSmsConfig } from "./config.ts";
import { partsFor } from "./render-content.ts";
import { readStatus } from "./statuses.ts";

const minute = 60_000;
const hour = 60 * minute;

/** How far Twilio's list lags behind is not published, hence more than one question. */
const lostAnswerDelaysMs = [30_000, minute, 2 * minute];
/** For callbacks that were lost. Denser questions only cost account concurrency (error 20429). */
const silenceDelaysMs = [5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour];

/** Twilio keeps whole seconds, and its clock is not ours. */
const clockToleranceMs = 2_000;
/** A message that was created later than this after the call began is a different one with the same words. */
const creationWindowMs = 10 * minute;

/**
 * Asks Twilio for a message by its sid, or, when the answer to the call was lost, looks for it among those sent to the
 * same number: outbound, the same text to the letter, created when the call was made, and not accounted for by another
 * attempt. Found is proof; not found proves nothing.
 */
export function createReconcile(client: SmsClient, config: TwilioSmsConfig): ReconcileCapability {
  return {
    endpoint: "sms-list",
    lostAnswerDelaysMs: config.reconcile?.lostAnswerDelaysMs ?? lostAnswerDelaysMs,
    silenceDelaysMs: config.reconcile?.silenceDelaysMs ?? silenceDelaysMs,
    async find(attempt, options) {
      const [sid] = attempt.providerMessageIds;
      const message =
        sid === undefined ? await search(client, config, attempt, options) : await fetchMessage(client, sid, options);
      return message && toReport(message);
    },
  };
}

async function fetchMessage(
  client: SmsClient,
  sid: string,
  options: CallOptions,
): Promise<MessageInstance | undefined> {
  try {
    const { body } = await client.call("ask", options, (twilio) => twilio.messages(sid).fetch());
    return body;
  } catch (error) {
    // Only this code says that the account has no such message; a bare 404 may come from anything on the way.
    if (ProviderError.is(error) && error.providerCode === "20404") return undefined;
    throw error;
  }
}

async function search(
  client: SmsClient,
  config: TwilioSmsConfig,
  attempt: AttemptTrace,
  options: CallOptions,
): Promise<MessageInstance | undefined> {
  const since = new Date(attempt.startedAt.getTime() - minute);
  const { body: page } = await client.call("ask", options, (twilio) =>
    twilio.messages.page({ to: attempt.to, dateSentAfter: since, pageSize: 100 }),
  );
  const candidates = page.instances
    .filter((message) => belongsTo(message, attempt, config))
    .toSorted((one, other) => createdAt(one) - createdAt(other));
  for (const candidate of candidates) {
    if (!(await attempt.isTaken(candidate.sid))) return candidate;
  }
  return undefined;
}

function belongsTo(message: MessageInstance, attempt: AttemptTrace, config: TwilioSmsConfig): boolean {
  const age = createdAt(message) - attempt.startedAt.getTime();
  return (
    message.direction !== "inbound" &&
    message.to === attempt.to &&
    message.body === partsFor(attempt.payload, countryOf(attempt.to), config)?.body &&
    age >= -clockToleranceMs &&
    age <= creationWindowMs
  );
}

/** The client's type promises a date; what Twilio leaves out becomes null there. */
function createdAt(message: MessageInstance): number {
  const created: Date | null = message.dateCreated;
  return created?.getTime() ?? Number.NaN;
}

function toReport(message: MessageInstance): EvidenceReport {
  const { status, dateUpdated } = message;
  // Twilio knows the message, so a status that is new to us still proves acceptance.
  const reading = readStatus(status, message.errorCode ?? undefined) ?? {
    evidence: "accepted" as const,
    providerCode: status,
  };
  return {
    ...reading,
    providerMessageId: message.sid,
    ...readBill(message),
    at: dateUpdated instanceof Date && !Number.isNaN(dateUpdated.getTime()) ? dateUpdated : new Date(),
  };
}
