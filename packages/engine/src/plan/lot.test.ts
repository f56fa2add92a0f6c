import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { prepareMessage, type FrozenMessage } from "../content/prepared-message.ts";
import { drawLot, type Lot } from "./lot.ts";

const accounts = indexAccounts([]);
const plan = { steps: [], onUnknown: "hold", unknownHoldMs: 1, reachability: "ask", reachabilityMaxAgeMs: 1 } as const;

function draw(address: string, { text = "Hello", variables = {}, id = "019a9f00-0000-7000-8000-000000000001" } = {}): Lot {
  const content: FrozenMessage["content"] = { type: "text", text };
  const message = prepareMessage({ id, purpose: "notice", content, plan, validUntil: new Date(), recipients: 1 }, accounts);
  return drawLot(message, { addresses: {}, duplicateKinds: [], variables }, address);
}

describe("a lot", () => {
  it("is the same for the same content to the same person, whatever the message", () => {
    const again = { id: "019a9f00-0000-7000-8000-000000000002", variables: { b: { d: 1, c: [2] }, a: "x" } };
    expect(draw("a", { variables: { a: "x", b: { c: [2], d: 1 } } })).toEqual(draw("a", again));
  });

  it("is another for another person, text or variable", () => {
    const lots = [draw("a"), draw("b"), draw("a", { text: "Hello!" }), draw("a", { variables: { code: "123456" } })];
    expect(new Set(lots.map(({ share }) => share)).size).toBe(4);
  });

  it("falls evenly, and its two numbers have nothing to do with each other", () => {
    const lots = Array.from({ length: 4_000 }, (_, index) => draw(`person-${index}`));
    for (const quarter of [0, 1, 2, 3]) {
      const within = lots.filter(({ share }) => Math.floor(share * 4) === quarter);
      expect(Math.abs(within.length - 1_000)).toBeLessThan(120);
      expect(Math.abs(within.filter(({ trial }) => trial < 0.5).length - within.length / 2)).toBeLessThan(80);
    }
  });
});
