import type { LinkEngagement } from "@todoke/core";
import {
  statisticsClocks,
  statisticsDimensions,
  type AccountStatistics,
  type AttemptFigures,
  type CostFigure,
  type DeliveryFigures,
  type EngagementFigures,
  type MessageStatistics,
  type ProjectStatistics,
  type StatisticsFigures,
  type StatisticsGap,
  type StatisticsRow,
  type StepStatistics,
} from "@todoke/engine";
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

const figures = {
  deliveries: orNull(named("DeliveryFigures")),
  attempts: named("AttemptFigures"),
  engagement: named("EngagementFigures"),
  costs: list(named("CostFigure"), "By currency; empty where nothing has a known price."),
};

/** Schemas of statistics in answers, by name. */
export const statisticsSchemas: Readonly<Record<string, JsonSchema>> = {
  Statistics: viewSchema<ProjectStatistics>("What became of the messages of a time, by our own books.", {
    from: time("The beginning of the time."),
    until: time("Its end, not part of it."),
    clock: oneOf("What lies in the time: messages by their acceptance, or calls by their beginning.", statisticsClocks),
    timeZone: text("Whose hours and days."),
    groupBy: list(oneOf("", statisticsDimensions), "What the rows are told apart by."),
    rows: list(named("StatisticsRow"), "In the order of their groups; those without anything are left out."),
    totals: named("StatisticsFigures"),
  }),
  StatisticsRow: viewSchema<StatisticsRow>("What became of one group.", {
    group: {
      type: "object",
      description:
        "By the dimensions asked for. An hour is the moment at which it begins, with its offset. Null where there is none: the " +
        "channel of a delivery that nothing was tried for, the account of one that nobody was called for.",
      additionalProperties: orNull({ type: "string" }),
    },
    ...figures,
  }),
  StatisticsFigures: viewSchema<StatisticsFigures>("What all rows add up to.", figures),
  DeliveryFigures: viewSchema<DeliveryFigures>(
    "Recipients, each once, by what their deliveries ended as: `recipients` is the sum of the eight that follow. Null by the clock " +
      "of attempts. Under a channel or an account stand those whose decision fell there; a delivery that went over stands under the last.",
    {
      recipients: count("All."),
      open: count("Not final yet."),
      succeeded: count("A step met its `succeedOn`."),
      unproven: count("The last word was short of what the plan asked for."),
      failed: count("Every permitted attempt failed."),
      expired: count("The time ended first."),
      cancelled: count("Cancelled before a provider accepted anything."),
      skipped: count("No step could be tried."),
      unknown: count("A call's outcome could not be found out."),
      switched: count("Of all: a step was tried, and another took over."),
      duplicateContacts: count("Of all: more than one step reached the person, on the providers' word."),
      possibleDuplicates: count("Of all: a call was made that may have repeated an earlier one."),
    },
  ),
  AttemptFigures: viewSchema<AttemptFigures>(
    "Recipients of calls, once for each attempt that carried them, so that a multicast to 500 counts as 500 and a recipient who was " +
      "tried twice as two: `attempted` is the sum of the four that follow.",
    {
      attempted: count("All."),
      underWay: count("A call is about to be made, or to be repeated under its key."),
      unknown: count("Nobody has said what became of the call."),
      refused: count("The provider refused it when it was called."),
      accepted: count("The provider took it on, whatever came after."),
      failed: count("Refused, or reported not to have arrived."),
      delivered: orNull(count("Of those accepted. Null where some were, and none of the channels ever tells.")),
      read: orNull(count("Of those delivered. Null likewise.")),
      unpriced: count("Of those that may cost something, how many have neither a bill nor a configured price."),
    },
  ),
  EngagementFigures: viewSchema<EngagementFigures>(
    "People, as far as providers told when `GET /v1/messages/{id}/statistics` last asked them, of messages that have a name of their own there. " +
      "Null where nobody asked or nothing was told, and by the clock of attempts.",
    { opened: orNull(count("Who saw it.")), clicked: orNull(count("Who tapped a link in it.")) },
  ),
  CostFigure: viewSchema<CostFigure>("An exact sum in one currency.", {
    currency: text("ISO 4217.", { examples: ["USD"] }),
    amount: text("As billed, where the provider has said so, else as reckoned when it was sent, as a decimal number.", { examples: ["12.0787"] }),
    billed: text("The part of it that providers have billed.", { examples: ["4"] }),
  }),
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
