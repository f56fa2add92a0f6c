import type { Route } from "../accounts.ts";
import type { SpendNeed } from "../budgets/budget-book.ts";
import type { CapPlace } from "../caps/cap-book.ts";
import { readKnownCaps, type KnownCaps } from "../caps/known-caps.ts";
import { readKnownConsents, type KnownConsents } from "../consents/known-consents.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { HistoryEntry } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { readLiveTokens, type LiveTokens, type TokenQuestion } from "../inbound/live-tokens.ts";
import {
  considerChosen,
  type KnownReachability,
  type SkipConsideration,
  type UseConsideration,
} from "../plan/consider-step.ts";
import { chooseWay, type ChosenWay } from "../plan/choose-way.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { readReachability } from "../store/reachability.ts";
import { readKnownSuppressions, type KnownSuppressions } from "../suppressions/known-suppressions.ts";
import { lookUpAddresses, type AddressQuestion } from "./look-up-addresses.ts";

/** A delivery with the step that goes out now, or without one when no step can. */
export interface ConsideredDelivery {
  readonly delivery: ClaimedDelivery;
  /** Index of the step to use; the last one considered when there is none. */
  readonly step: number;
  readonly use: UseConsideration | undefined;
  /** Why the last step was passed over, when there is none to use. */
  readonly skipped: SkipConsideration | undefined;
  /** What it must take under the frequency caps to go out. */
  readonly places: readonly CapPlace[];
  /** What it must reserve of budgets. */
  readonly spends: readonly SpendNeed[];
  /** What was looked up and passed over on the way. */
  readonly history: readonly HistoryEntry[];
}

export interface Consideration {
  readonly considered: readonly ConsideredDelivery[];
  /** Resolves when what was looked up is stored, or cannot be. Never rejects. */
  readonly stored: Promise<unknown>;
}

/** A delivery on its way from step to step. */
interface Candidate {
  readonly delivery: ClaimedDelivery;
  readonly history: HistoryEntry[];
  step: number;
  /** By which account it would go on that step. */
  chosen: ChosenWay;
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
): Promise<Consideration> {
  const considered: ConsideredDelivery[] = [];
  const stored: Promise<void>[] = [];
  const facts = new Map<string, KnownReachability>();
  const suppressions = await readKnownSuppressions(context.connection, context.projectId, message, deliveries);
  const consents = await readKnownConsents(context.connection, context, message, deliveries);
  const caps = await readKnownCaps(context.connection, context.projectId, context.caps, message, deliveries, now);
  let candidates: Candidate[] = deliveries.map((delivery) => {
    const { step } = delivery;
    return { delivery, step, history: [], chosen: choose(context, message, delivery, step, now) };
  });
  while (candidates.length > 0) {
    await readFacts(context, candidates, facts);
    const tokens = await readLiveTokens(context, message, candidates.map(tokenQuestion));
    const questions: (AddressQuestion & { readonly candidate: Candidate })[] = [];
    const undecided: Candidate[] = [];
    for (const candidate of candidates) {
      const consideration = considerCandidate(context, message, candidate, { facts, tokens, suppressions, consents, caps }, now);
      if (consideration.verdict === "use") {
        const places = caps.take(candidate.delivery, consideration.route.adapter.channel);
        considered.push(consideredOf(candidate, consideration, undefined, places));
      } else if (consideration.verdict === "look-up") {
        questions.push({ candidate, route: consideration.route, address: consideration.address });
        undecided.push(candidate);
      } else if (message.steps[candidate.step]!.hasLaterStep) {
        candidate.history.push(skippedEntry(message, candidate, consideration, now));
        candidate.step += 1;
        candidate.chosen = choose(context, message, candidate.delivery, candidate.step, now);
        undecided.push(candidate);
      } else {
        candidate.history.push(skippedEntry(message, candidate, consideration, now));
        considered.push(consideredOf(candidate, undefined, consideration));
      }
    }
    const { answers, stored: areStored } = await lookUpAddresses(context, questions, message.purpose, now);
    stored.push(areStored);
    questions.forEach(({ candidate }, index) => {
      const answer = answers[index]!;
      facts.set(factKey(candidate)!, answer);
      candidate.history.push(lookupEntry(message, candidate, answer));
    });
    candidates = undecided;
  }
  return { considered, stored: Promise.all(stored) };
}

/** What was read about the candidates. */
interface KnownOfCandidates {
  readonly facts: ReadonlyMap<string, KnownReachability>;
  readonly tokens: LiveTokens;
  readonly suppressions: KnownSuppressions;
  readonly consents: KnownConsents;
  readonly caps: KnownCaps;
}

function consideredOf(
  { delivery, step, history }: Candidate,
  use: UseConsideration | undefined,
  skipped: SkipConsideration | undefined,
  places: readonly CapPlace[] = [],
): ConsideredDelivery {
  return { delivery, step, history, use, skipped, places, spends: [] };
}

function choose(
  { health, quotas }: EngineContext,
  message: PreparedMessage,
  delivery: ClaimedDelivery,
  step: number,
  now: Date,
): ChosenWay {
  const isFirstTry = delivery.step !== step || delivery.tries === 0;
  const knowledge = { conditionOf: health.conditionOf, quotaOf: (route: Route) => quotas.knownOf(route) };
  return chooseWay(message, { step, recipient: delivery, isFirstTry }, knowledge, now);
}

function considerCandidate(
  { quotas }: EngineContext,
  message: PreparedMessage,
  candidate: Candidate,
  { facts, tokens, suppressions, consents, caps }: KnownOfCandidates,
  now: Date,
) {
  const key = factKey(candidate);
  const { chosen, delivery } = candidate;
  const question = tokenQuestion(candidate);
  return considerChosen(chosen, message.plan, delivery, {
    known: key === undefined ? undefined : facts.get(key),
    quota: chosen.way.route && quotas.knownOf(chosen.way.route),
    replyTo: tokens.eventFor(question),
    suppression: suppressions.of(question),
    consent: chosen.way.route && consents.concernAbout(delivery.addresses, chosen.way.route.adapter.channel),
    cap: chosen.way.route && caps.concernAbout(delivery, chosen.way.route.adapter.channel),
    now,
  });
}

function tokenQuestion({ chosen, delivery }: Candidate): TokenQuestion {
  return { route: chosen.way.route, addresses: delivery.addresses };
}

/** Adds what is stored about the candidates' addresses on the steps they stand at. */
async function readFacts(
  { connection, projectId }: EngineContext,
  candidates: readonly Candidate[],
  facts: Map<string, KnownReachability>,
): Promise<void> {
  const missing = new Map<string, string[]>();
  for (const candidate of candidates) {
    const key = factKey(candidate);
    if (key === undefined || facts.has(key)) continue;
    const { accountId, adapter } = candidate.chosen.way.route!;
    const addresses = missing.get(accountId) ?? [];
    addresses.push(candidate.delivery.addresses[adapter.address.kind]!);
    missing.set(accountId, addresses);
  }
  for (const [accountId, addresses] of missing) {
    const known = await readReachability(connection, projectId, accountId, addresses);
    for (const [address, fact] of known) facts.set(`${accountId} ${address}`, fact);
  }
}

/** Undefined where nothing can be known: no address, or a channel that never learns about reachability. */
function factKey({ delivery, chosen }: Candidate): string | undefined {
  const { route } = chosen.way;
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
