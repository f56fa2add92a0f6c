import { describe, expect, it } from "vitest";
import { goodCondition, type AccountCondition } from "../health/account-condition.ts";
import { trialShare } from "../health/health-rules.ts";
import { chooseAccount, type AccountCandidate, type ChoiceFacts } from "./choose-account.ts";

const unhealthy: AccountCondition = { state: "unhealthy", pin: "automatic" };
const probation: AccountCondition = { state: "probation", pin: "automatic" };
const used: AccountCondition = { state: "unhealthy", pin: "use" };
const avoided: AccountCondition = { state: "healthy", pin: "avoid" };

type Traits = Partial<Omit<AccountCandidate, "account">>;

function candidate(account: string, traits: Traits = {}): AccountCandidate {
  return { account, weight: undefined, servesCountry: true, isPaused: false, condition: goodCondition, quotaConcern: undefined, ...traits };
}

const ordinary: ChoiceFacts = { lot: { share: 0.5, trial: 0.9 }, isFirstTry: true };
const trial: ChoiceFacts = { lot: { share: 0.5, trial: 0 }, isFirstTry: true };

/** The choice among accounts a, b and so on, in that order. */
function choose(traits: readonly Traits[], facts = ordinary): string {
  const candidates = traits.map((each, index) => candidate("abc"[index]!, each));
  const choice = chooseAccount(candidates, facts);
  return choice === undefined ? "none" : `${choice.account} ${choice.reason}`;
}

describe("in order", () => {
  it.each<[string, readonly Traits[], string]>([
    ["the first", [{}, {}], "a order"],
    ["the first that sends to the country", [{ servesCountry: false }, {}, {}], "b country"],
    ["the first, though the next has its faults", [{}, { condition: unhealthy }, { servesCountry: false }], "a order"],
    ["the next, where the first is paused", [{ isPaused: true }, {}], "b pause"],
    ["the unhealthy one, where the other is paused", [{ isPaused: true }, { condition: unhealthy }], "b none-better"],
    ["none, where all are paused or send elsewhere", [{ isPaused: true }, { servesCountry: false }], "none"],
    ["none, where none sends to the country", [{ servesCountry: false }, { servesCountry: false }], "none"],
    ["the next, where the first is unhealthy", [{ condition: unhealthy }, {}], "b health"],
    ["the next, where the first is tried out", [{ condition: probation }, {}], "b health"],
    ["one that is tried out before one that is unhealthy", [{ condition: unhealthy }, { condition: probation }], "b trial"],
    ["the first, where all are unhealthy", [{ condition: unhealthy }, { condition: unhealthy }], "a none-better"],
    ["the only one for the country, though it is unhealthy", [{ condition: unhealthy }, { servesCountry: false }], "a none-better"],
    ["the next, where the first is to be avoided", [{ condition: avoided }, {}], "b pin"],
    ["one that is unhealthy before one that is to be avoided", [{ condition: avoided }, { condition: unhealthy }], "b none-better"],
    ["the first, where all are to be avoided", [{ condition: avoided }, { condition: avoided }], "a none-better"],
    ["the first, where an operator holds it to be healthy", [{ condition: used }, {}], "a order"],
    ["the next, where the first has no quota left", [{ quotaConcern: "has no quota left" }, {}], "b quota"],
    ["the healthy one, though it has no quota left", [{ condition: unhealthy }, { quotaConcern: "is used up" }], "b health"],
  ])("%s", (_name, candidates, expected) => {
    expect(choose(candidates)).toBe(expected);
  });
});

describe("a trial", () => {
  it("goes to the account on probation, with the lots that are for it", () => {
    expect(choose([{ condition: probation }, {}], trial)).toBe("a trial");
    const atTheEdge = (distance: number) => ({ ...trial, lot: { share: 0, trial: trialShare + distance } });
    expect(choose([{ condition: probation }, {}], atTheEdge(-0.001))).toBe("a trial");
    expect(choose([{ condition: probation }, {}], atTheEdge(0))).toBe("b health");
  });

  it("is made by nobody who was refused before", () => {
    expect(choose([{ condition: probation }, {}], { ...trial, isFirstTry: false })).toBe("b health");
  });

  it("is not made with an account that is unhealthy or to be avoided", () => {
    expect(choose([{ condition: unhealthy }, {}], trial)).toBe("b health");
    expect(choose([{ condition: { state: "probation", pin: "avoid" } }, {}], trial)).toBe("b pin");
  });
});

describe("by weight", () => {
  const weights = [{ weight: 80 }, { weight: 15 }, { weight: 5 }];
  const withShare = (share: number): ChoiceFacts => ({ ...ordinary, lot: { share, trial: 0.9 } });

  it.each<[number, string]>([
    [0, "a"],
    [0.799, "a"],
    [0.8, "b"],
    [0.949, "b"],
    [0.95, "c"],
    [0.999_999, "c"],
  ])("the lot %d falls to %s", (share, account) => {
    expect(choose(weights, withShare(share))).toBe(`${account} weight`);
  });

  it("shares what is left by the weights of those who are left", () => {
    const outage = [{ weight: 80, condition: unhealthy }, { weight: 15 }, { weight: 5 }];
    expect(choose(outage, withShare(0.749))).toBe("b health");
    expect(choose(outage, withShare(0.751))).toBe("c health");
  });
});

it("says who was passed over, and why", () => {
  const candidates = [
    candidate("thai", { servesCountry: false }),
    candidate("cheap", { condition: unhealthy }),
    candidate("dear"),
  ];
  expect(chooseAccount(candidates, ordinary)!.detail).toBe("dear takes over; thai does not send to this country, cheap is unhealthy");
  expect(chooseAccount([candidate("a", { weight: 3 }), candidate("b", { weight: 1 })], ordinary)!.detail).toBe("a gets 3 of 4");
});
