import { describe, expect, it } from "vitest";
import { ReferenceInUseError } from "../reference-in-use.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { completedMessage, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases)("references of messages on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500 });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter] }] });
  const submitAs = (reference: string, people = 1) =>
    shared.engine.submit({
      reference,
      to: Array.from({ length: people }, () => ({ addresses: { line: newAddress() } })),
      content: { type: "text", text: "Hello" },
    });
  const heldBy = (messageId: string) => expect.objectContaining({ code: "reference-in-use", messageId }) as unknown;

  it("belong to one message for its life, and the second is told which", async () => {
    const first = await submitAs("order-1");
    await completedMessage(shared, first);
    await expect(submitAs("order-1")).rejects.toEqual(heldBy(first.id));
    await expect(submitAs("order-1", 600)).rejects.toEqual(heldBy(first.id));
    expect((await shared.engine.messages({ reference: "order-1", limit: 10 })).items.map(({ id }) => id)).toEqual([first.id]);
    await expect(submitAs("order-2")).resolves.toMatchObject({ reference: "order-2" });
  });

  it("hold for messages to lists too", async () => {
    const { id } = await shared.engine.audiences.create({ name: "spring" });
    await shared.engine.audiences.addMembers(id, [{ addresses: { line: newAddress() } }]);
    const send = () => shared.engine.submit({ reference: "spring", audience: { type: "list", id }, content: { type: "text", text: "Hello" } });
    const first = await send();
    await expect(send()).rejects.toEqual(heldBy(first.id));
  });

  it("make one message of twenty that come at once", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => submitAs("at-once", 3)));
    const [accepted, ...others] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.id] : []));
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []));
    expect(others).toEqual([]);
    expect(refused).toEqual(Array.from({ length: 19 }, () => heldBy(accepted!)));
    expect(refused.every((error) => ReferenceInUseError.is(error))).toBe(true);
  });

  it("may be left out by any number of messages", async () => {
    const ids = [await submitText(shared, { line: newAddress() }), await submitText(shared, { line: newAddress() })].map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});
