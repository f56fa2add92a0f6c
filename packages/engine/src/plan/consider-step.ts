import type { JsonObject, Plan, Reachability } from "@todoke/core";
import type { PreparedContent, PreparedPayload } from "../content/prepared-content.ts";
import type { PreparedStep } from "../content/prepared-message.ts";
import { provesAcceptanceOnly } from "./defaults.ts";
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
}

interface Sendable {
  readonly reason: StepReason;
  readonly detail: string;
  readonly address: string;
  readonly payload: PreparedPayload;
}

/**
 * Decides about one step for one recipient. Explaining a plan and carrying it out both come through here, so that one
 * never says what the other does not do. Pure, but for what rendering caches.
 */
export function considerStep(
  prepared: PreparedStep,
  plan: Plan,
  recipient: ConsideredRecipient,
  known: KnownReachability | undefined,
  now: Date,
): Consideration {
  const { route, content } = prepared;
  if (route === undefined || content === undefined) {
    return skip("no-account", "the account of this step is no longer configured");
  }
  if (prepared.audience !== undefined) return considerAudience(content, recipient, prepared.audience.endpoint);
  const { kind } = route.adapter.address;
  const address = recipient.addresses[kind];
  if (address === undefined) return skip("no-address", `the recipient has no ${kind} address`);
  if (recipient.duplicateKinds.includes(kind)) {
    return skip("duplicate-address", `an earlier recipient of this message has the same ${kind} address`);
  }
  const question = considerReachability(prepared, plan, address, known, now);
  if (question.verdict === "skip") return question;
  const payload = content.render(recipient);
  if (!payload.ok) return skip("content-refused", `${payload.code}: ${payload.detail}`);
  const { verdict, reason, detail } = question;
  return { verdict, reason, detail, address, payload };
}

/** The provider finds the people: there is no address to look at. */
function considerAudience(content: PreparedContent, recipient: ConsideredRecipient, endpoint: string): Consideration {
  const payload = content.render(recipient);
  if (!payload.ok) return skip("content-refused", `${payload.code}: ${payload.detail}`);
  const detail = "the provider sends it to an audience that it knows";
  return { verdict: "use", reason: "audience", detail, address: "", payload: { ...payload, endpoint } };
}

type ReachabilityVerdict =
  | SkipConsideration
  | { readonly verdict: "use" | "look-up"; readonly reason: StepReason; readonly detail: string };

/**
 * A channel that proves acceptance only says yes to people it cannot reach. Where somebody else could take over, the
 * address is therefore asked about first, unless an answer young enough is at hand.
 */
function considerReachability(
  { route, hasLaterStep }: PreparedStep,
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
