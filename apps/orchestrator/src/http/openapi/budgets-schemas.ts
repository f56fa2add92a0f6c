import { type BudgetPeriod, type BudgetView, type MessageBudget } from "@todoke/engine";
import { messageIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, list, named, optional, text, time, viewSchema, word } from "./view-schema.ts";

interface BudgetList {
  readonly items: readonly BudgetView[];
}

/** Schemas of budgets, by name. */
export const budgetsSchemas: Readonly<Record<string, JsonSchema>> = {
  MessageBudgetView: viewSchema<MessageBudget>("What the message may spend.", {
    amount: text("A decimal number."),
    currency: text("ISO 4217."),
  }),
  BudgetList: viewSchema<BudgetList>("Budgets.", { items: list(named("Budget")) }),
  Budget: viewSchema<BudgetView>("A budget in the time that is. Amounts are decimal numbers, in `currency` or in sends.", {
    name: text("As configured; `message` for what a message itself says."),
    per: word<BudgetPeriod>("How long it lasts.", {
      hour: "a clock hour",
      day: "a calendar day",
      month: "a calendar month",
      message: "as long as one message",
    }),
    currency: optional(text("ISO 4217; absent where sends are counted.")),
    share: optional({ type: "number", description: "What part of the message's recipients is allowed." }),
    account: optional(text("The only account that it covers.")),
    channels: optional(list({ type: "string" }, "The only channels that it covers.")),
    only: optional({ const: "failover", description: "Only what goes over because an earlier step could not be carried out." }),
    messageId: optional(text("Whose it is.", { pattern: messageIdForm.source })),
    startsAt: optional(time("When this time of it began.")),
    endsAt: optional(time("When the next one begins, and what waits goes on.")),
    allowed: text("As configured."),
    raised: text("Added to that by hand."),
    reserved: text("By calls whose outcome is open."),
    used: text("As billed, as far as bills came, else as reckoned."),
    left: text("Below zero where bills were higher than reckoned."),
    held: count("Deliveries that wait for room."),
    reachedAt: optional(time("When the first of them began to wait.")),
  }),
};
