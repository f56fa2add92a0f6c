import type { LedgerEntry } from "@todoke/simulator";
import type { DeliveryDetailAnswer, MessageAnswer, TimelineEntry } from "./answers.ts";
import { Failure } from "./failure.ts";

/** What both sides say went out on one channel. */
export interface LedgerComparison {
  readonly channel: string;
  /** Calls that the service knows to have been accepted. */
  readonly service: number;
  /** Calls that the simulated provider entered in its ledger. */
  readonly provider: number;
}

const endpointsByChannel: Readonly<Record<string, string>> = {
  line: "push",
  "line-notification": "pnp-template",
  sms: "sms-create",
};

export async function readLedger(simulatorUrl: string, signal: AbortSignal): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${simulatorUrl}/simulator/ledger`, { signal });
  if (!response.ok) throw new Failure(`The simulator's ledger could not be read (${response.status}).`);
  return (await response.json()) as readonly LedgerEntry[];
}

/**
 * Holds the service's word against the provider's, for the time in which the message was under way. A call whose
 * answer was lost is on the provider's side alone.
 */
export function compareWithLedger(
  { createdAt, completedAt }: MessageAnswer,
  deliveries: readonly DeliveryDetailAnswer[],
  ledger: readonly LedgerEntry[],
): readonly LedgerComparison[] {
  const from = Date.parse(createdAt);
  const to = completedAt === undefined ? Infinity : Date.parse(completedAt);
  const entries = ledger.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to);
  return Object.entries(endpointsByChannel).map(([channel, endpoint]) => ({
    channel,
    service: deliveries.reduce((total, { timeline }) => total + acceptedCalls(timeline, channel), 0),
    provider: entries.filter((entry) => entry.endpoint === endpoint).length,
  }));
}

/** Attempts of which anything is known but that the call itself was refused. */
function acceptedCalls(timeline: readonly TimelineEntry[], channel: string): number {
  const accepted = new Set(
    timeline
      .filter((entry) => entry.type === "evidence")
      .filter(({ evidence, source }) => !(evidence === "failed" && source === "answer"))
      .map(({ attemptId }) => attemptId),
  );
  return timeline.filter((entry) => entry.type === "attempt" && entry.channel === channel && accepted.has(entry.id)).length;
}
