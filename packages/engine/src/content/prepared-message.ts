import type { MessageBudget } from "../budgets/budget.ts";
import type { Content, JsonObject, Plan, Purpose, Step } from "@todoke/core";
import type { Accounts, Route } from "../accounts.ts";
import { monthOf } from "../ids.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import { keptFrom } from "../quota/known-quota.ts";
import type { SpanPlace } from "../tracing/tracer.ts";
import { CommonOpenings } from "../windows/common-openings.ts";
import { windowsOf, type MessageWindows } from "../windows/message-windows.ts";
import { prepareContent, type PreparedContent } from "./prepared-content.ts";

/** What was frozen when a message was accepted. */
export interface FrozenMessage extends MessageWindows {
  readonly id: string;
  readonly purpose: Purpose;
  readonly content: Content;
  /** Variables that are nil in templates for whoever has none. */
  readonly optionalVariables?: readonly string[];
  readonly plan: Plan;
  readonly validUntil: Date;
  /** How many it goes to. */
  readonly recipients: number;
  /** It goes to testers: outside frequency caps, and without asking for consent. */
  readonly isTest?: boolean;
  /** Where it was accepted in a trace; absent: it is not traced. */
  readonly acceptSpan?: SpanPlace;
  /** What it may spend. */
  readonly budget?: MessageBudget;
  /** Present where recipients are released one after the other; `validUntil` is then the end of those who have not been. */
  readonly speed?: MessageSpeed;
  /** Present when the message goes to an audience and not to a list of people. */
  readonly audience?: FrozenAudience;
  /** Present when the message answers an inbound event. */
  readonly reply?: ReplyTarget;
}

/** How a message with a sending speed limit is released; in milliseconds. */
export interface MessageSpeed {
  /** From one recipient's release to the next one's. */
  readonly apartMs: number;
  /** Of each delivery, from its own release. */
  readonly validityPeriodMs: number;
}

/** An audience as its adapter parsed it. */
export interface FrozenAudience {
  readonly endpoint: string;
  readonly target: JsonObject;
  /** The provider goes on after it has accepted, and can be asked how far it is. */
  readonly hasProgress: boolean;
}

/** A message ready to be sent to any number of people. */
export interface PreparedMessage extends FrozenMessage {
  readonly month: string;
  /** Present where it stands for those of its recipients who were released at this moment, by themselves. */
  readonly releasedAt?: Date;
  /** Of the windows; outside of them nothing goes out. Present where there are any. */
  readonly openings?: CommonOpenings;
  readonly steps: readonly PreparedStep[];
}

/** A step as the first of its accounts carries it, with the ways by all of them. */
export interface PreparedStep extends PreparedWay {
  /** In the order of the plan; never empty. */
  readonly ways: readonly [PreparedWay, ...PreparedWay[]];
}

/** A step as one account carries it. */
export interface PreparedWay {
  /** With that account. */
  readonly step: Step;
  /** The account's share beside those of the others; undefined where their order counts. */
  readonly weight: number | undefined;
  readonly hasLaterStep: boolean;
  /** Other channels take addresses of this kind too, and perhaps some that this one does not. */
  readonly checksAddress: boolean;
  /** Address kinds of the steps after this one. */
  readonly laterKinds: readonly string[];
  /** What this message leaves of the account's allowance; undefined where it may use all. */
  readonly keepQuota: number | undefined;
  readonly audience?: FrozenAudience;
  /** Undefined when the account has been taken out of the configuration since. */
  readonly route: Route | undefined;
  readonly content: PreparedContent | undefined;
}

export function prepareMessage(message: FrozenMessage, accounts: Accounts): PreparedMessage {
  const { plan } = message;
  const steps = plan.steps.map((step, index): PreparedStep => {
    const laterSteps = plan.steps.slice(index + 1);
    const wayBy = (account: string) => prepareWay(message, { ...step, account }, laterSteps, accounts);
    const first = wayBy(step.account);
    const others = (step.accounts ?? []).slice(1).map(({ account }) => wayBy(account));
    return { ...first, ways: [first, ...others] };
  });
  const windows = windowsOf(message);
  return { ...message, month: monthOf(message.id), steps, ...(windows.length > 0 && { openings: new CommonOpenings(windows) }) };
}

function prepareWay(
  { content, optionalVariables, purpose, audience }: FrozenMessage,
  step: Step,
  laterSteps: readonly Step[],
  accounts: Accounts,
): PreparedWay {
  const route = accounts.route(step.channel, step.account);
  return {
    step,
    weight: step.accounts?.find(({ account }) => account === step.account)?.weight,
    hasLaterStep: laterSteps.length > 0,
    checksAddress: (accounts.addressRules.get(route?.adapter.address.kind ?? "")?.adapters.length ?? 0) > 1,
    laterKinds: kindsOf(laterSteps, accounts),
    keepQuota: keptFrom(purpose, accounts.account(step.account)?.keepQuota),
    ...(audience && { audience }),
    route,
    content: route === undefined ? undefined : prepareContent(step.content ?? content, route.adapter, purpose, { unit: step.statisticsUnit, optionalVariables }),
  };
}

/** All ways of all steps. */
export function allWays({ steps }: PreparedMessage): readonly PreparedWay[] {
  return steps.flatMap(({ ways }) => ways);
}

/** The way that an attempt went; undefined when its account has been taken out of the configuration since. */
export function routeOf(
  { steps }: PreparedMessage,
  { step, accountId }: { readonly step: number; readonly accountId: string },
): Route | undefined {
  return steps[step]?.ways.find((way) => way.step.account === accountId)?.route;
}

function kindsOf(steps: readonly Step[], accounts: Accounts): readonly string[] {
  return steps.flatMap((step) => {
    const named = step.accounts?.map(({ account }) => account) ?? [step.account];
    const route = named.map((account) => accounts.route(step.channel, account)).find((found) => found !== undefined);
    return route?.adapter.address.kind ?? [];
  });
}
