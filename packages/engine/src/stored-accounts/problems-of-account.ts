import type { Problem } from "@todoke/core";
import { covers, problemOfPrices, type Budget } from "../budgets/budget.ts";
import { isPrice } from "../costs/prices.ts";
import type { EngineAccount } from "../engine.ts";

/** What speaks against using an account as it says. Pointers are into the account. */
export function problemsOfAccount(account: EngineAccount, budgets: readonly Budget[] = []): readonly Problem[] {
  return [...problemsOfCountries(account), ...problemsOfOwnPrices(account), ...problemsOfForwarding(account), ...problemsWithBudgets(account, budgets)];
}

function problemsOfCountries({ countries, adapters }: EngineAccount): readonly Problem[] {
  if (countries === undefined || adapters.some(({ address }) => address.countryOf !== undefined)) return [];
  return [{ pointer: "/countries", code: "no-countries", detail: "none of the account's channels tells the country of an address" }];
}

function problemsOfOwnPrices({ prices = {} }: EngineAccount): readonly Problem[] {
  const wrong = Object.entries(prices).filter(([, price]) => !isPrice(price));
  return wrong.map(([country]) => ({
    pointer: `/prices/${country}`,
    code: "malformed",
    detail: "must be a decimal number without exponent, and a currency like USD",
  }));
}

function problemsOfForwarding({ forwardTo }: EngineAccount): readonly Problem[] {
  if (forwardTo === undefined) return [];
  const url = URL.canParse(forwardTo) ? new URL(forwardTo) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return [];
  return [{ pointer: "/forwardTo", code: "malformed", detail: "must be an http or https address without a user's name or password" }];
}

/** What goes by an account without a price that is counted would go past the budget. */
function problemsWithBudgets(account: EngineAccount, budgets: readonly Budget[]): readonly Problem[] {
  if (account.prices === undefined) return [];
  return budgets.flatMap((budget): readonly Problem[] => {
    const { name, currency } = budget;
    const isCovered = account.adapters.some(({ channel }) => covers(budget, account.id, channel));
    const problem = currency === undefined || !isCovered ? undefined : problemOfPrices([account], currency);
    return problem === undefined ? [] : [{ pointer: "/prices", code: "not-in-budget", detail: `by the budget ${name}, ${problem}` }];
  });
}
