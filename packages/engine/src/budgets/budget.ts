import { ConfigurationError } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { decimalPattern, type Prices } from "../costs/prices.ts";
import type { EngineAccount } from "../engine.ts";
import { isTimeZone } from "../windows/is-time-zone.ts";

export const budgetPeriods = ["hour", "day", "month", "message"] as const;

/** How long a budget lasts: a clock hour, a calendar day or month, or as long as one message. */
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** What may be spent. Exactly one of `amount`, `sends` and `share` is given. */
export interface Budget {
  /** What plans, timelines and `GET /v1/budgets` call it; what was spent under it goes on under it. */
  readonly name: string;
  readonly per: BudgetPeriod;
  /** Money, as a decimal number; with `currency`. */
  readonly amount?: number | string;
  /** ISO 4217. */
  readonly currency?: string;
  /** Deliveries sent. */
  readonly sends?: number;
  /** Deliveries sent, as a part of the message's recipients, above 0 and up to 1; with `per: "message"`. */
  readonly share?: number;
  /** Default: all accounts. */
  readonly account?: string;
  /** Default: all channels. */
  readonly channels?: readonly string[];
  /** `failover`: only what goes over from an earlier step because that could not be carried out. Default: everything. */
  readonly only?: "failover";
  /** By whose clocks days and months begin. IANA name, default UTC. */
  readonly timeZone?: string;
}

/** What a message may spend, all its steps together. */
export interface MessageBudget {
  /** A decimal number: `12.50`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** The name under which a message's own budget goes. */
export const ownBudgetName = "message";

/** As a budget like any other. */
export function ownBudget({ amount, currency }: MessageBudget): Budget {
  return { name: ownBudgetName, per: "message", amount, currency };
}

export function covers({ account, channels }: Budget, accountId: string, channel: string): boolean {
  return (account === undefined || account === accountId) && channels?.includes(channel) !== false;
}

const decimal = new RegExp(decimalPattern);

/** Gives them as they are. Throws `ConfigurationError` naming the budget and the setting. */
export function readBudgets(budgets: readonly Budget[], accounts: Accounts): readonly Budget[] {
  budgets.forEach((budget, index) => {
    const { name } = budget;
    const isTaken = name === ownBudgetName || budgets.findIndex((other) => other.name === name) !== index;
    const problems: Readonly<Record<string, string | undefined>> = {
      name: isTaken ? "is taken by another" : undefined,
      amount: problemOfLimit(budget),
      per: problemOfPeriod(budget),
      account: !accounts.mayChange && budget.account !== undefined && accounts.account(budget.account) === undefined ? "there is no such account" : undefined,
      channels: !accounts.mayChange && budget.channels?.every((channel) => accounts.channels.includes(channel)) === false ? `must be of ${accounts.channels.join(", ")}` : undefined,
      timeZone: budget.timeZone === undefined || isTimeZone(budget.timeZone) ? undefined : "must be an IANA time zone name",
      currency: problemOfCurrency(budget, accounts),
    };
    for (const [setting, problem] of Object.entries(problems)) {
      if (problem !== undefined) throw new ConfigurationError(`budgets, ${name}, ${setting}`, problem);
    }
  });
  return budgets;
}

function problemOfLimit({ amount, currency, sends, share }: Budget): string | undefined {
  const given = [amount, sends, share].filter((each) => each !== undefined);
  if (given.length !== 1) return "give exactly one of amount, sends and share";
  if (amount !== undefined) return decimal.test(String(amount)) && currency !== undefined ? undefined : "must be a decimal number without exponent, with a currency";
  if (sends !== undefined) return Number.isInteger(sends) && sends >= 0 ? undefined : "sends must be a whole number";
  return share! > 0 && share! <= 1 ? undefined : "share must be above 0 and up to 1";
}

function problemOfPeriod({ per, share }: Budget): string | undefined {
  return share === undefined || per === "message" ? undefined : "a share is of a message's recipients: it goes with message";
}

/** Money is only held together where every price is known: what has none would go past the budget. */
function problemOfCurrency(budget: Budget, accounts: Accounts): string | undefined {
  const { currency } = budget;
  if (currency === undefined) return undefined;
  if (budget.amount === undefined) return "goes with amount";
  const covered = accounts.all.filter(({ id, adapters }) => adapters.some(({ channel }) => covers(budget, id, channel)));
  const isPriced = covered.some(({ prices }) => prices !== undefined);
  return accounts.mayChange && !isPriced ? undefined : problemOfPrices(covered, currency);
}

/** What keeps spending on these accounts from being counted in the currency. Accounts without prices are taken for free. */
export function problemOfPrices(accounts: readonly EngineAccount[], currency: string): string | undefined {
  const priced = accounts.flatMap(({ id, prices, countries }) => (prices === undefined ? [] : [{ id, prices, countries }]));
  if (priced.length === 0) return `no account that it covers has prices in ${currency}`;
  for (const { id, prices, countries } of priced) {
    if (Object.values(prices).some((price) => price.currency !== currency)) return `the prices of ${id} are not all in ${currency}`;
    if (!hasAllPrices(prices, countries)) return `${id} has no price for some countries: give it one for "*"`;
  }
  return undefined;
}

function hasAllPrices(prices: Prices, countries: readonly string[] | undefined): boolean {
  return Object.hasOwn(prices, "*") || countries?.every((country) => Object.hasOwn(prices, country)) === true;
}
