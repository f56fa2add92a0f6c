import type { Problem } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import type { StepRequest } from "../message-request.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { readStepAccounts } from "./step-accounts.ts";

const sms = createScriptedChannel({ channel: "sms", kind: "phone" }).adapter;
const accounts = indexAccounts([
  { id: "line", adapters: [createScriptedChannel({ channel: "line", kind: "line" }).adapter] },
  { id: "one", adapters: [sms] },
  { id: "two", adapters: [sms] },
  { id: "odd", adapters: [createScriptedChannel({ channel: "sms", kind: "handset" }).adapter] },
]);

function read(step: Partial<StepRequest>) {
  const problems: Problem[] = [];
  const found = readStepAccounts({ channel: "sms", ...step }, "/plan/steps/0", accounts, problems);
  return { found, problems: problems.map(({ pointer, code }) => `${pointer.replace("/plan/steps/0", "")} ${code}`) };
}

describe("accounts of a step", () => {
  it.each<[string, Partial<StepRequest>, readonly string[], unknown]>([
    ["none named: the first that has the channel", {}, ["one"], undefined],
    ["one named", { account: "two" }, ["two"], undefined],
    ["a list of one", { accounts: ["two"] }, ["two"], undefined],
    ["in order", { accounts: ["two", "one"] }, ["two", "one"], [{ account: "two" }, { account: "one" }]],
    ["in order, as objects", { accounts: [{ account: "two" }, "one"] }, ["two", "one"], [{ account: "two" }, { account: "one" }]],
    [
      "by weight",
      { accounts: [{ account: "one", weight: 80 }, { account: "two", weight: 0.5 }] },
      ["one", "two"],
      [{ account: "one", weight: 80 }, { account: "two", weight: 0.5 }],
    ],
  ])("%s", (_name, step, expected, kept) => {
    const { found, problems } = read(step);
    expect(problems).toEqual([]);
    expect(found!.routes.map(({ accountId }) => accountId)).toEqual(expected);
    expect(found!.accounts).toEqual(kept);
  });

  it.each<[string, Partial<StepRequest>, readonly string[]]>([
    ["both forms", { account: "one", accounts: ["one", "two"] }, ["/accounts account-or-accounts"]],
    ["an empty list", { accounts: [] }, ["/accounts no-accounts"]],
    ["an unknown account", { accounts: ["one", "none"] }, ["/accounts/1 unknown-account"]],
    ["an unknown account with a weight", { accounts: [{ account: "none", weight: 1 }] }, ["/accounts/0/account unknown-account"]],
    ["an account without the channel", { accounts: ["line", "one"] }, ["/accounts/0 unknown-account"]],
    ["an unknown channel, said once", { channel: "fax", accounts: ["one", "two"] }, ["/channel unknown-channel"]],
    ["one account twice", { accounts: ["one", "two", "one"] }, ["/accounts/2 duplicate-account"]],
    ["a weight of nothing", { accounts: [{ account: "one", weight: 1 }, { account: "two", weight: 0 }] }, ["/accounts/1/weight invalid-weight"]],
    ["a weight below nothing", { accounts: [{ account: "one", weight: -1 }] }, ["/accounts/0/weight invalid-weight"]],
    ["a weight that is no number", { accounts: [{ account: "one", weight: Number.NaN }] }, ["/accounts/0/weight invalid-weight"]],
    ["weights for some", { accounts: [{ account: "one", weight: 1 }, "two"] }, ["/accounts/1 missing-weight"]],
    ["addresses of two kinds", { accounts: ["one", "odd"] }, ["/accounts/1 different-address-kinds"]],
    [
      "several things at once",
      { accounts: [{ account: "one", weight: 0 }, "none", "one"] },
      ["/accounts/1 unknown-account", "/accounts/0/weight invalid-weight", "/accounts/1 missing-weight", "/accounts/2 missing-weight", "/accounts/2 duplicate-account"],
    ],
  ])("are refused: %s", (_name, step, expected) => {
    expect(read(step)).toEqual({ found: undefined, problems: expected });
  });
});
