import { describe, expect, it } from "vitest";
import { readLedger } from "./check-ledger.ts";
import { personAt } from "./people.ts";

const range = { from: 1, count: 3 };

function pushes(...indexes: readonly number[]) {
  return indexes.map((index) => ({ provider: "line" as const, to: [personAt(index).lineUserId] }));
}

function sms(...indexes: readonly number[]) {
  return indexes.map((index) => ({ provider: "twilio" as const, to: [personAt(index).phone] }));
}

describe("the provider's ledger", () => {
  it("is right when everybody has been sent to once", () => {
    expect(readLedger(pushes(3, 1, 2), range, "personalised")).toEqual({ complaints: [], reached: 3 });
  });

  it("is right when one call carried several", () => {
    const to = [1, 2, 3].map((index) => personAt(index).lineUserId);
    expect(readLedger([{ provider: "line", to }], range, "identical")).toEqual({ complaints: [], reached: 3 });
  });

  it.each([
    ["who was left out", pushes(1, 3), ["1 of 3 people were not sent to"]],
    ["who was sent to again", pushes(1, 2, 2, 3), ["1 of 3 people were sent to more than once"]],
    ["who got an SMS without need", [...pushes(1, 2, 3), ...sms(2)], ["1 of 3 people got an SMS although LINE had reached them"]],
    ["of sends to anybody else", [...pushes(1, 2, 3, 4), ...sms(5)], ["2 sends went to addresses outside the run"]],
  ])("tells %s", (_what, ledger, complaints) => {
    expect(readLedger(ledger, range, "personalised").complaints).toEqual(complaints);
  });

  it("counts as reached whom LINE or an SMS reached, and not those who blocked the account", () => {
    const ten = { from: 1, count: 10 };
    const friends = pushes(1, 2, 4, 5, 6, 8, 9, 10);
    expect(readLedger([...friends, ...pushes(3), ...sms(7)], ten, "failover")).toEqual({ complaints: [], reached: 9 });
    expect(readLedger([...friends, ...pushes(3), ...sms(3, 7)], ten, "failover")).toEqual({ complaints: [], reached: 10 });
  });
});
