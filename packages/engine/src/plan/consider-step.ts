import type { JsonObject, Plan, Reachability } from "@todoke/core";
import type { Route } from "../accounts.ts";
import { describeCap, type CapConcern } from "../caps/cap-book.ts";
import { describeConcern, type ConsentConcern } from "../consents/consent.ts";
import type { PreparedContent, PreparedPayload } from "../content/prepared-content.ts";
import type { PreparedWay } from "../content/prepared-message.ts";
import { concernAbout, type KnownQuota, type QuotaConcern } from "../quota/known-quota.ts";
import type { ChosenWay } from "./choose-way.ts";
import { provesAcceptanceOnly } from "./defaults.ts";
import { describeSuppression, type Suppression } from "../suppressions/suppression.ts";
import type { StepReason } from "./plan-reasons.ts";

/** What a step needs to know of a recipient. */
export interface ConsideredRecipient {
  /** In canonical form, by kind. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Kinds whose address an earlier recipient of the same message has too. */
  readonly duplicateKinds: readonly string[];
  readonly variables?: JsonObject;
  readonly locale?: string;
}

/** The last word on an address, from a lookup or a webhook. */
export interface KnownReachability {
  readonly reachability: Reachability;
  readonly providerCode: string;
  readonly observedAt: Date;
}

/** What is known at the moment of one recipient, on one step. */
export interface ConsideredFacts {
  /** Of the recipient's address. */
  readonly known?: KnownReachability | undefined;
  /** Of the account that would carry it. */
  readonly quota?: KnownQuota | undefined;
  /** The event whose living token the step may spend on the recipient. */
  readonly replyTo?: string | undefined;
  /** What holds the recipient back from the step. */
  readonly suppression?: Suppression | undefined;
  /** Why the recipient does not want it on the step's channel. */
  readonly consent?: ConsentConcern | undefined;
  /** What was sent to the recipient too often for one more on the step's channel. */
  readonly cap?: CapConcern | undefined;
  readonly now: Date;
}

/** What a step would do for a recipient now. */
export type Consideration = SkipConsideration | LookUpConsideration | UseConsideration;

export interface SkipConsideration {
  readonly verdict: "skip";
  readonly reason: StepReason;
  readonly detail: string;
}

export interface LookUpConsideration extends Sendable {
  readonly verdict: "look-up";
}

export interface UseConsideration extends Sendable {
  readonly verdict: "use";
  /** The event whose token lives: it goes out as a reply to it. */
  readonly replyTo?: string;
}

interface Sendable {
  readonly reason: StepReason;
  readonly detail: string;
  /** What carries it. */
  readonly route: Route;
  readonly address: string;
  readonly payload: PreparedPayload;
}

/** The same for the account that was chosen for the recipient. */
export function considerChosen(
  { way, isUnserved }: ChosenWay,
  plan: Plan,
  recipient: ConsideredRecipient,
  facts: ConsideredFacts,
): Consideration {
  if (isUnserved) return skip("no-account-for-country", "no account of this step sends to the country of the address");
  return considerStep(way, plan, recipient, facts);
}

/**
 * Decides about one step, as one account carries it, for one recipient. Explaining a plan and carrying it out both come
 * through here, so that one never says what the other does not do. Pure, but for what rendering caches.
 */
export function considerStep(
  prepared: PreparedWay,
  plan: Plan,
  recipient: ConsideredRecipient,
  { known, quota, replyTo, suppression, consent, cap, now }: ConsideredFacts,
): Consideration {
  const { route, content } = prepared;
  if (route === undefined || content === undefined) {
    return skip("no-account", "the account of this step is no longer there, or cannot be used");
  }
  if (route.isPaused === true) return skip("account-paused", `the account ${route.accountId} is paused`);
  const concern = concernAbout(quota, prepared.keepQuota, now);
  if (prepared.audience !== undefined) return considerAudience(route, content, recipient, prepared.audience.endpoint, concern);
  const { kind } = route.adapter.address;
  const address = recipient.addresses[kind];
  if (address === undefined) return skip("no-address", `the recipient has no ${kind} address`);
  const taken = prepared.checksAddress ? route.adapter.address.parse(address) : undefined;
  if (taken?.ok === false) return skip("address-refused", `the address ${taken.reason}`);
  if (suppression !== undefined) return skip("suppressed", describeSuppression(suppression));
  if (consent !== undefined) return skip("no-consent", describeConcern(consent));
  if (recipient.duplicateKinds.includes(kind)) {
    return skip("duplicate-address", `an earlier recipient of this message has the same ${kind} address`);
  }
  if (cap !== undefined) return skip("frequency-cap", describeCap(cap));
  if (concern !== undefined && replyTo === undefined && canBeTakenOver(prepared, recipient)) return skip("quota", concern.detail);
  const question = considerReachability(prepared, plan, address, known, now);
  if (question.verdict === "skip") return question;
  const payload = content.render(recipient);
  if (!payload.ok) return skip("content-refused", `${payload.code}: ${payload.detail}`);
  if (replyTo !== undefined) {
    const detail = "it answers somebody who wrote or tapped just now, free of quota";
    return { verdict: "use", reason: "reply", detail, route, address, payload, replyTo };
  }
  const { verdict, reason, detail } = question;
  return { verdict, reason, detail: withConcern(detail, concern), route, address, payload };
}

/** Somebody may take over later, by an address that the recipient has. */
function canBeTakenOver({ laterKinds }: PreparedWay, { addresses, duplicateKinds }: ConsideredRecipient): boolean {
  return laterKinds.some((kind) => addresses[kind] !== undefined && !duplicateKinds.includes(kind));
}

function withConcern(detail: string, concern: QuotaConcern | undefined): string {
  return concern === undefined ? detail : `${detail}; ${concern.detail}, and no other step can take over`;
}

/** The provider finds the people: there is no address to look at. */
function considerAudience(
  route: Route,
  content: PreparedContent,
  recipient: ConsideredRecipient,
  endpoint: string,
  concern: QuotaConcern | undefined,
): Consideration {
  const payload = content.render(recipient);
  if (!payload.ok) return skip("content-refused", `${payload.code}: ${payload.detail}`);
  const detail = withConcern("the provider sends it to an audience that it knows", concern);
  return { verdict: "use", reason: "audience", detail, route, address: "", payload: { ...payload, endpoint } };
}

type ReachabilityVerdict =
  | SkipConsideration
  | { readonly verdict: "use" | "look-up"; readonly reason: StepReason; readonly detail: string };

/**
 * A channel that proves acceptance only says yes to people it cannot reach. Where somebody else could take over, the
 * address is therefore asked about first, unless an answer young enough is at hand.
 */
function considerReachability(
  { route, hasLaterStep }: PreparedWay,
  plan: Plan,
  address: string,
  known: KnownReachability | undefined,
  now: Date,
): ReachabilityVerdict {
  const isYoung = known !== undefined && now.getTime() - known.observedAt.getTime() <= plan.reachabilityMaxAgeMs;
  if (isYoung && known.reachability === "unreachable") {
    return skip("unreachable", `the address cannot be reached (${known.providerCode})`);
  }
  const adapter = route!.adapter;
  const lookup = adapter.reachability;
  if (!hasLaterStep || lookup === undefined || !provesAcceptanceOnly(adapter) || !lookup.canCheck(address)) {
    return { verdict: "use", reason: "reachability-not-asked", detail: "the channel is tried without a lookup" };
  }
  if (isYoung && known.reachability === "reachable") {
    return { verdict: "use", reason: "reachable", detail: `known to be reachable (${known.providerCode})` };
  }
  if (plan.reachability === "assume") {
    return { verdict: "use", reason: "reachability-assumed", detail: "the plan assumes that the address is reachable" };
  }
  if (isYoung) {
    return { verdict: "use", reason: "reachability-unknown", detail: `a lookup gave no answer (${known.providerCode})` };
  }
  return known === undefined
    ? { verdict: "look-up", reason: "reachability-unknown", detail: "nothing is known of the address: asked first" }
    : { verdict: "look-up", reason: "reachability-old", detail: "what is known is too old: asked first" };
}

function skip(reason: StepReason, detail: string): SkipConsideration {
  return { verdict: "skip", reason, detail };
}
