import { ConfigurationError } from "@todoke/core";
import { expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { readBudgets, type Budget } from "./budget.ts";

const { adapter } = createScriptedChannel({ channel: "sms", kind: "phone", tellsCountry: true });
const usd = { unit: "0.01", currency: "USD" };
const accounts = indexAccounts([
  { id: "free", adapters: [createScriptedChannel({ channel: "line", kind: "line" }).adapter] },
  { id: "priced", adapters: [adapter], prices: { "*": usd } },
  { id: "japan", adapters: [adapter], prices: { JP: usd }, countries: ["JP"] },
  { id: "gap", adapters: [adapter], prices: { JP: usd } },
  { id: "yen", adapters: [adapter], prices: { "*": { unit: 12, currency: "JPY" } } },
]);
const daily = { name: "daily", per: "day" } as const;

it.each<[string, Partial<Budget>]>([
  ["money on an account", { account: "priced", amount: 10, currency: "USD" }],
  ["money on an account with a price for each of its countries", { account: "japan", amount: "10.5", currency: "USD" }],
  ["sends", { sends: 100 }],
  ["a share of each message", { per: "message", share: 0.1, only: "failover" }],
])("takes %s", (_what, limit) => {
  expect(readBudgets([{ ...daily, ...limit }], accounts)).toHaveLength(1);
});

it.each<[string, Partial<Budget>, string]>([
  ["nothing", {}, "amount"],
  ["two limits", { sends: 1, share: 0.5 }, "amount"],
  ["money of no currency", { account: "priced", amount: 1 }, "amount"],
  ["a share of a day", { share: 0.5 }, "per"],
  ["more than all", { per: "message", share: 1.5 }, "amount"],
  ["an unknown account", { account: "nobody", sends: 1 }, "account"],
  ["an unknown channel", { channels: ["fax"], sends: 1 }, "channels"],
  ["an unknown zone", { sends: 1, timeZone: "Asia/Nowhere" }, "timeZone"],
  ["accounts in two currencies", { amount: 1, currency: "USD" }, "currency"],
  ["countries without a price", { account: "gap", amount: 1, currency: "USD" }, "currency"],
  ["an account without prices", { account: "free", amount: 1, currency: "USD" }, "currency"],
  ["the name of a message's own", { name: "message", sends: 1 }, "name"],
])("refuses %s", (_what, limit, setting) => {
  const read = () => readBudgets([{ ...daily, ...limit }], accounts);
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(`, ${setting}`);
});
