import { serves, type Route } from "../accounts.ts";
import type { PreparedMessage, PreparedWay } from "../content/prepared-message.ts";
import type { Conditions } from "../health/health-watch.ts";
import { concernAbout, type KnownQuota } from "../quota/known-quota.ts";
import { chooseAccount, type AccountChoice } from "./choose-account.ts";
import type { ConsideredRecipient } from "./consider-step.ts";
import { drawLot } from "./lot.ts";

/** By which account a step goes to one recipient. */
export interface ChosenWay {
  /** The first one where none can. */
  readonly way: PreparedWay;
  /** Present where there was something to choose. */
  readonly choice?: AccountChoice;
  /** No account of the step sends to the country of the address. */
  readonly isUnserved: boolean;
}

/** What the choice depends on besides the plan. */
export interface ChoiceKnowledge {
  readonly conditionOf: Conditions;
  readonly quotaOf: (route: Route) => KnownQuota | undefined;
}

/** The delivery, as far as the choice looks at it. */
export interface Choosing {
  /** Index in the plan. */
  readonly step: number;
  readonly recipient: ConsideredRecipient;
  /** Nothing was tried on this step yet. */
  readonly isFirstTry: boolean;
}

/** Chooses among the accounts of a step. Explaining a plan and carrying it out both come through here. */
export function chooseWay(
  message: PreparedMessage,
  { step, recipient, isFirstTry }: Choosing,
  { conditionOf, quotaOf }: ChoiceKnowledge,
  now: Date,
): ChosenWay {
  const prepared = message.steps[step]!;
  const { ways } = prepared;
  const [first] = ways;
  const usable = ways.flatMap((way) => (way.route === undefined ? [] : [{ way, route: way.route }]));
  const kind = usable[0]?.route.adapter.address.kind;
  const address = kind === undefined ? undefined : recipient.addresses[kind];
  if (address === undefined || message.audience !== undefined) return { way: usable[0]?.way ?? first, isUnserved: false };
  if (ways.length === 1) return { way: first, isUnserved: !serves(first.route!, address) };
  const replying = usable.find(({ way }) => way.step.account === message.reply?.account && way.step.channel === message.reply.channel);
  if (replying !== undefined) return { way: replying.way, choice: replyChoice(replying.way), isUnserved: false };
  const candidates = usable.map(({ way, route }) => ({
    account: route.accountId,
    weight: way.weight,
    servesCountry: canTake(way, route, address),
    isPaused: route.isPaused === true,
    condition: conditionOf(route.accountId),
    quotaConcern: concernAbout(quotaOf(route), way.keepQuota, now)?.detail,
  }));
  const choice = chooseAccount(candidates, { lot: drawLot(message, recipient, address), isFirstTry });
  // Where a channel itself takes no such address, or its account is paused, the step says so.
  if (choice === undefined) {
    const { way } = usable.find((each) => canTake(each.way, each.route, address)) ?? usable[0]!;
    return { way, isUnserved: !usable.some(({ route }) => serves(route, address)) };
  }
  const { way } = usable.find(({ route }) => route.accountId === choice.account)!;
  return { way, choice, isUnserved: false };
}

/** A contract with the provider may leave out addresses that another account's takes. */
function canTake({ checksAddress }: PreparedWay, route: Route, address: string): boolean {
  return serves(route, address) && (!checksAddress || route.adapter.address.parse(address).ok);
}

function replyChoice({ step: { account } }: PreparedWay): AccountChoice {
  return { account, reason: "reply", detail: `${account} received what this answers` };
}
