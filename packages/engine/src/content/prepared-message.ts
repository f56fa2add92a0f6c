import type { Content, JsonObject, Plan, Purpose, Step } from "@todoke/core";
import type { Accounts, Route } from "../accounts.ts";
import { monthOf } from "../ids.ts";
import { prepareContent, type PreparedContent } from "./prepared-content.ts";

/** What was frozen when a message was accepted. */
export interface FrozenMessage {
  readonly id: string;
  readonly purpose: Purpose;
  readonly content: Content;
  readonly plan: Plan;
  readonly validUntil: Date;
  /** Present when the message goes to an audience and not to a list of people. */
  readonly audience?: FrozenAudience;
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
  readonly steps: readonly PreparedStep[];
}

export interface PreparedStep {
  readonly step: Step;
  readonly hasLaterStep: boolean;
  readonly audience?: FrozenAudience;
  /** Undefined when the account has been taken out of the configuration since. */
  readonly route: Route | undefined;
  readonly content: PreparedContent | undefined;
}

export function prepareMessage(message: FrozenMessage, accounts: Accounts): PreparedMessage {
  const { plan, content, purpose } = message;
  const steps = plan.steps.map((step, index): PreparedStep => {
    const route = accounts.route(step.channel, step.account);
    return {
      step,
      hasLaterStep: index < plan.steps.length - 1,
      ...(message.audience && { audience: message.audience }),
      route,
      content: route === undefined ? undefined : prepareContent(step.content ?? content, route.adapter, purpose),
    };
  });
  return { ...message, month: monthOf(message.id), steps };
}
