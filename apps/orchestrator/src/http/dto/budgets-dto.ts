import "reflect-metadata";
import { decimalPattern } from "@todoke/engine";
import { Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { messageIdForm } from "../id-forms.ts";
import { Describe, Optional } from "./fields.ts";

const decimal = new RegExp(decimalPattern);
const currency = /^[A-Z]{3}$/;

@JSONSchema({ description: "What a message may spend, all its steps together. What goes beyond waits." })
export class MessageBudgetDto {
  @Matches(decimal, { message: "$property must be a decimal number in text, such as 12.50" })
  @Describe("A decimal number.", { examples: ["12.50"] })
  amount!: string;

  @Matches(currency, { message: "$property must be a currency by its three letters, such as USD" })
  @Describe("ISO 4217: that of the prices of all accounts of the plan.", { examples: ["USD"] })
  currency!: string;
}

/** Query of a list of budgets. */
export class BudgetListQueryDto {
  @Optional()
  @Matches(messageIdForm)
  @Describe("Those of this message, its own included, in place of those that hold for everybody.")
  message?: string;
}

@JSONSchema({ description: "What may be spent in all, for the hour, day or month that is, or for one message." })
export class BudgetRaiseDto {
  @Matches(decimal, { message: "$property must be a decimal number in text, such as 250" })
  @Describe("Money in the budget's currency, or how many may be sent; no less than the budget allows by itself.", { examples: ["250"] })
  to!: string;

  @Optional()
  @Matches(messageIdForm, { message: "$property must be the id of a message, msg_ and 32 hexadecimal digits" })
  @Describe("Whose budget it is, where it is one for each message.")
  message?: string;
}
