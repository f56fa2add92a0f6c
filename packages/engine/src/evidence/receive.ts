import { SignatureError, type EvidenceEvent, type InboundEvent, type InboundRequest, type ReachabilityEvent } from "@todoke/core";
import type { InboundSummary } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import { learnContacts } from "../contacts/learn-contacts.ts";
import { writeReachability } from "../store/reachability.ts";
import { keepInboundEvents } from "../inbound/keep-inbound-events.ts";
import { withReadableTime } from "../inbound/readable-time.ts";
import { storableText } from "../storable-text.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { keepConsent } from "../suppressions/keep-consent.ts";
import { recordEvidence } from "./record-evidence.ts";

/**
 * Takes in what a provider posted to an account's inbound address: verifies it on the bytes that arrived, then records
 * every event before answering, so that an acknowledged report is never lost.
 */
export async function receive(
  context: EngineContext,
  account: string,
  request: InboundRequest,
): Promise<InboundSummary | undefined> {
  try {
    const summary = await takeIn(context, account, request);
    if (summary !== undefined) context.observe({ type: "callback", account, result: "taken" });
    return summary;
  } catch (error) {
    context.observe({ type: "callback", account, result: SignatureError.is(error) ? "refused" : "failed" });
    throw error;
  }
}

async function takeIn(context: EngineContext, accountId: string, request: InboundRequest): Promise<InboundSummary | undefined> {
  const webhook = context.accounts.account(accountId)?.adapters.find((adapter) => adapter.webhook !== undefined)?.webhook;
  if (webhook === undefined) return undefined;
  webhook.verify(request);
  const now = context.clock.now();
  const events = webhook.parse(request).map((event) => withReadableTime(event, now));
  const news = events.filter(({ type }) => type !== "evidence");
  if (news.length > 0) await keepNews(context, accountId, news);
  const reports = events.filter((event) => event.type === "evidence");
  await Promise.all(reports.map((event) => recordEvidence(context, recordOf(accountId, event), event.correlation)));
  await context.doors.noteRequest(accountId, events.length > 0);
  // Last: a request that could not be taken in is not passed on either, since its provider may send it again.
  await context.relay.keep(accountId, webhook, request);
  return { events: events.length };
}

/** What people did, and what follows from it, in one transaction. */
async function keepNews(context: EngineContext, accountId: string, events: readonly InboundEvent[]): Promise<void> {
  const observations = events
    .filter((event) => event.type === "reachability")
    .map((event) => observationOf(accountId, event));
  const kept = await retryOnConflict(() =>
    context.connection.transaction().execute(async (transaction) => {
      await writeReachability(transaction, context.projectId, observations);
      await learnContacts(transaction, context.projectId, accountId, events);
      const fresh = await keepInboundEvents(context, transaction, accountId, events);
      await keepConsent(transaction, context.projectId, accountId, context.accounts.account(accountId)?.adapters ?? [], fresh);
      return fresh;
    }),
  );
  if (kept.length === 0) return;
  context.observe({ type: "inbound-events", account: accountId, count: kept.length });
  context.nudge("inboundEvents");
}

function observationOf(accountId: string, { address, reachability, providerCode, at }: ReachabilityEvent) {
  return { accountId, address, reachability, providerCode, observedAt: at };
}

function recordOf(accountId: string, event: EvidenceEvent) {
  const { providerMessageId = event.correlation.providerMessageId, providerCode } = event;
  return {
    accountId,
    eventId: storableText(event.eventId),
    evidence: event.evidence,
    source: "webhook",
    providerMessageId: providerMessageId === undefined ? undefined : storableText(providerMessageId),
    errorClass: event.errorClass,
    providerCode: providerCode === undefined ? undefined : storableText(providerCode),
    suppresses: event.suppresses,
    bill: event.bill,
    at: event.at,
  } as const;
}
