import type { Transaction } from "kysely";
import { describe, expect, it } from "vitest";
import type { PreparedMessage } from "./prepared-message.ts";
import { PreparedMessages } from "./prepared-messages.ts";

const transaction = {} as Transaction<unknown>;

function messageWith(id: string): PreparedMessage {
  return { id } as PreparedMessage;
}

describe("messages that there is work on", () => {
  it("are loaded within a transaction though others wait for a connection to load them", async () => {
    const messages = new PreparedMessages({
      // Every connection is held.
      load: () => new Promise(() => {}),
      loadWithin: async (_, ids) => ids.map(messageWith),
    });
    void messages.get("one");

    const found = await messages.getWithin(transaction, ["one", "two", "one"]);
    expect([...found]).toEqual([["one", { id: "one" }], ["two", { id: "two" }]]);
  });

  it("are loaded once for those who ask at the same time, and kept", async () => {
    const loads: string[] = [];
    const messages = new PreparedMessages({
      async load(id) {
        loads.push(id);
        return messageWith(id);
      },
      loadWithin: () => expect.fail("it is kept"),
    });

    await Promise.all([messages.get("one"), messages.get("one")]);
    await messages.get("one");
    await messages.getWithin(transaction, ["one"]);

    expect(loads).toEqual(["one"]);
  });

  it("are asked for again after a load that failed", async () => {
    const answers = [() => Promise.reject(new Error("the connection was lost")), () => Promise.resolve(messageWith("one"))];
    const messages = new PreparedMessages({ load: () => answers.shift()!(), loadWithin: () => expect.fail() });

    await expect(messages.get("one")).rejects.toThrow("lost");
    await expect(messages.get("one")).resolves.toMatchObject({ id: "one" });
  });
});
