import type { JsonObject } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { priceOf, sumByCurrency, type Amount } from "./prices.ts";

/** A call that is about to be made, as far as it matters for what it costs. */
export interface PricedCall {
  readonly channel: string;
  readonly accountId: string;
  /** Empty where only the provider knows who gets it. */
  readonly addresses: readonly string[];
  readonly payload: JsonObject;
  /** Present where it is a reply, which costs nothing. */
  readonly replyToken?: string;
}

/**
 * What a call costs by the prices that its account has now, by currency. Undefined where that of a recipient is not known: half a
 * sum would look like a whole one.
 */
export function reckonCosts(accounts: Accounts, { channel, accountId, addresses, payload, replyToken }: PricedCall): readonly Amount[] | undefined {
  const account = accounts.account(accountId);
  if (account?.prices === undefined || addresses.length === 0) return undefined;
  const adapter = account.adapters.find((each) => each.channel === channel);
  if (adapter?.cost === undefined) return undefined;
  const { address: kind } = adapter;
  const units = replyToken === undefined ? adapter.cost.units(payload) : 0;
  const byCountry = Map.groupBy(addresses, (address) => kind.countryOf?.(address));
  const amounts = [...byCountry].map(([country, people]) => priceOf(account.prices, country, units * people.length));
  return amounts.every((amount) => amount !== undefined) ? sumByCurrency(amounts) : undefined;
}
