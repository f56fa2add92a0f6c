import type { PreparedMessage } from "../content/prepared-message.ts";
import type { HistoryEntry } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import {
  considerStep,
  type KnownReachability,
  type SkipConsideration,
  type UseConsideration,
} from "../plan/consider-step.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { readReachability } from "../store/reachability.ts";
import { lookUpAddresses, type AddressQuestion } from "./look-up-addresses.ts";

/** A delivery with the step that goes out now, or without one when no step can. */
export interface ConsideredDelivery {
  readonly delivery: ClaimedDelivery;
  /** Index of the step to use; the last one considered when there is none. */
  readonly step: number;
  readonly use: UseConsideration | undefined;
  /** Why the last step was passed over, when there is none to use. */
  readonly skipped: SkipConsideration | undefined;
  /** What was looked up and passed over on the way. */
  readonly history: readonly HistoryEntry[];
}

/** A delivery on its way from step to step. */
interface Candidate {
  readonly delivery: ClaimedDelivery;
  readonly history: HistoryEntry[];
  step: number;
}

/**
 * Finds the step that each delivery goes out on, asking about addresses where the plan says so. All deliveries are of
 * one message.
 */
export async function considerDeliveries(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  now: Date,
): Promise<readonly ConsideredDelivery[]> {
  const considered: ConsideredDelivery[] = [];
  const facts = new Map<string, KnownReachability>();
  let candidates: Candidate[] = deliveries.map((delivery) => ({ delivery, step: delivery.step, history: [] }));
  while (candidates.length > 0) {
    await readFacts(context, message, candidates, facts);
    const questions: (AddressQuestion & { readonly candidate: Candidate })[] = [];
    const undecided: Candidate[] = [];
    for (const candidate of candidates) {
      const consideration = considerCandidate(message, candidate, facts, now);
      if (consideration.verdict === "use") {
        considered.push({ ...candidate, use: consideration, skipped: undefined });
      } else if (consideration.verdict === "look-up") {
        const route = message.steps[candidate.step]!.route!;
        questions.push({ candidate, route, address: consideration.address });
        undecided.push(candidate);
      } else if (message.steps[candidate.step]!.hasLaterStep) {
        candidate.history.push(skippedEntry(message, candidate, consideration, now));
        candidate.step += 1;
        undecided.push(candidate);
      } else {
        candidate.history.push(skippedEntry(message, candidate, consideration, now));
        considered.push({ ...candidate, use: undefined, skipped: consideration });
      }
    }
    const answers = await lookUpAddresses(context, questions, now);
    questions.forEach(({ candidate }, index) => {
      const answer = answers[index]!;
      facts.set(factKey(message, candidate)!, answer);
      candidate.history.push(lookupEntry(message, candidate, answer));
    });
    candidates = undecided;
  }
  return considered;
}

function considerCandidate(
  message: PreparedMessage,
  candidate: Candidate,
  facts: ReadonlyMap<string, KnownReachability>,
  now: Date,
) {
  const key = factKey(message, candidate);
  const known = key === undefined ? undefined : facts.get(key);
  return considerStep(message.steps[candidate.step]!, message.plan, candidate.delivery, known, now);
}

/** Adds what is stored about the candidates' addresses on the steps they stand at. */
async function readFacts(
  { connection }: EngineContext,
  message: PreparedMessage,
  candidates: readonly Candidate[],
  facts: Map<string, KnownReachability>,
): Promise<void> {
  const missing = new Map<string, string[]>();
  for (const candidate of candidates) {
    const key = factKey(message, candidate);
    if (key === undefined || facts.has(key)) continue;
    const { accountId, adapter } = message.steps[candidate.step]!.route!;
    const addresses = missing.get(accountId) ?? [];
    addresses.push(candidate.delivery.addresses[adapter.address.kind]!);
    missing.set(accountId, addresses);
  }
  for (const [accountId, addresses] of missing) {
    const known = await readReachability(connection, accountId, addresses);
    for (const [address, fact] of known) facts.set(`${accountId} ${address}`, fact);
  }
}

/** Undefined where nothing can be known: no address, or a channel that never learns about reachability. */
function factKey(message: PreparedMessage, { delivery, step }: Candidate): string | undefined {
  const route = message.steps[step]!.route;
  if (route?.adapter.reachability === undefined) return undefined;
  const address = delivery.addresses[route.adapter.address.kind];
  return address === undefined ? undefined : `${route.accountId} ${address}`;
}

function lookupEntry(message: PreparedMessage, { step }: Candidate, answer: KnownReachability): HistoryEntry {
  return {
    type: "lookup",
    at: answer.observedAt.toISOString(),
    step,
    channel: message.steps[step]!.step.channel,
    reachability: answer.reachability,
    providerCode: answer.providerCode,
  };
}

function skippedEntry(
  message: PreparedMessage,
  { step }: Candidate,
  { reason, detail }: SkipConsideration,
  now: Date,
): HistoryEntry {
  return { type: "skipped", at: now.toISOString(), step, channel: message.steps[step]!.step.channel, reason, detail };
}
