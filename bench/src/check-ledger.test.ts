import { describe, expect, it } from "vitest";
import { checkLedger } from "./check-ledger.ts";
import { personAt } from "./people.ts";

const range = { from: 1, count: 3 };

function entries(...indexes: readonly number[]) {
  return indexes.map((index) => ({ provider: "line" as const, to: [personAt(index).lineUserId] }));
}

describe("the provider's ledger", () => {
  it("is right when everybody has been sent to once", () => expect(checkLedger(entries(3, 1, 2), range)).toEqual([]));

  it("is right when one call carried several", () => {
    const to = [1, 2, 3].map((index) => personAt(index).lineUserId);
    expect(checkLedger([{ provider: "line", to }], range)).toEqual([]);
  });

  it("tells who was left out", () => expect(checkLedger(entries(1, 3), range)).toEqual(["1 of 3 people were not sent to"]));

  it("tells who was sent to again", () => {
    expect(checkLedger(entries(1, 2, 2, 3), range)).toEqual(["1 of 3 people were sent to more than once"]);
  });

  it("tells of sends to anybody else, as an SMS to one of them is", () => {
    const sms = { provider: "twilio" as const, to: [personAt(1).phone] };
    expect(checkLedger([...entries(1, 2, 3, 4), sms], range)).toEqual(["2 sends went to addresses outside the run"]);
  });
});
