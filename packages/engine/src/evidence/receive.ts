import type { EvidenceEvent, InboundRequest, ReachabilityEvent } from "@todoke/core";
import type { InboundSummary } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import { writeReachability } from "../store/reachability.ts";
import { storableText } from "../storable-text.ts";
import { recordEvidence } from "./record-evidence.ts";

/**
 * Takes in what a provider posted to an account's inbound address: verifies it on the bytes that arrived, then records
 * every event before answering, so that an acknowledged report is never lost.
 */
export async function receive(
  context: EngineContext,
  accountId: string,
  request: InboundRequest,
): Promise<InboundSummary | undefined> {
  const webhook = context.accounts.account(accountId)?.adapters.find((adapter) => adapter.webhook !== undefined)?.webhook;
  if (webhook === undefined) return undefined;
  webhook.verify(request);
  const events = webhook.parse(request);
  await writeReachability(
    context.connection,
    events.filter((event) => event.type === "reachability").map((event) => observationOf(accountId, event)),
  );
  for (const event of events) {
    if (event.type === "evidence") await recordEvidence(context, recordOf(accountId, event), event.correlation);
  }
  return { events: events.length };
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
    at: event.at,
  } as const;
}
