import type { LinkEngagement } from "@todoke/core";
import type { AccountStatistics, MessageStatistics, StatisticsGap, StepStatistics } from "@todoke/engine";
import { messageIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, list, named, oneOf, optional, orNull, text, time, viewSchema, word } from "./view-schema.ts";

const gap = word<StatisticsGap>("Why a number is null, or old.", {
  "not-offered": "the channel has no such statistics",
  "no-unit": "nothing was added up: few people got it, or the month's names were used up",
  "nothing-sent": "nothing was accepted on this step",
  "too-few": "numbers so small are not told",
  "not-counted-yet": "ask again later",
  "rate-limited": "the provider was asked as often as it allows; the numbers, if any, are older",
  "provider-failed": "the provider did not answer; the numbers, if any, are older",
});

const askedAt = orNull(time("When the provider was asked; null when it was not."));

/** Schemas of statistics in answers, by name. */
export const statisticsSchemas: Readonly<Record<string, JsonSchema>> = {
  MessageStatistics: viewSchema<MessageStatistics>("What became of a message.", {
    message: text("The message's id.", { pattern: messageIdForm.source }),
    steps: list(named("StepStatistics"), "In the order of the plan."),
  }),
  StepStatistics: viewSchema<StepStatistics>("What became of one step.", {
    step: count("Place in the plan, from 0."),
    channel: text("The way to the person."),
    account: text("The account that carries it."),
    counts: named("StepCounts"),
    unit: optional(text("The name under which the provider adds up; others who use it are added in.")),
    delivered: orNull(count("By the provider.")),
    opened: orNull(count("People who saw it.")),
    clicked: orNull(count("People who tapped a link in it.")),
    links: list(named("LinkEngagement"), "Empty where the provider tells none."),
    reason: optional(gap),
    askedAt,
  }),
  StepCounts: viewSchema<StepStatistics["counts"]>("Recipients by our own books; an audience is one.", {
    recipients: count("All of the message's."),
    tried: count("A call was made."),
    accepted: count("The provider took it on, whatever came after."),
    delivered: count("The provider said so of each."),
    read: count("The provider said so of each."),
  }),
  LinkEngagement: viewSchema<LinkEngagement>("What became of one link.", {
    url: text("Where it leads."),
    clicked: orNull(count("People who tapped it.")),
  }),
  AccountStatistics: viewSchema<AccountStatistics>("What an account sent on one day.", {
    account: text("The account."),
    date: text("A day of the provider's calendar.", { format: "date" }),
    status: oneOf("`unready`: ask again the next day. `unavailable`: there will be none. `unknown`: it could not be asked.", [
      "ready",
      "unready",
      "unavailable",
      "unknown",
    ]),
    counts: {
      type: "object",
      description: "By the provider's own names for ways to send; empty unless ready.",
      additionalProperties: orNull(count("Messages.")),
    },
    reason: optional(gap),
    askedAt,
  }),
};
