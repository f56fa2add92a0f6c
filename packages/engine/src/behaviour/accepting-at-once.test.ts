import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { newAddress, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases)("messages that come at once on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter] }] });
  const request = (reference: string) => ({
    reference,
    to: [{ addresses: { line: newAddress() } }],
    content: { type: "text" as const, text: "Hello" },
  });
  const storedAs = async (reference: string) => (await shared.engine.messages({ reference, limit: 10 })).items.map(({ id }) => id);

  it("are answered each for itself, with a key or without", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const reference = `mixed-${index}`;
        const key = { endpoint: "test", key: reference, fingerprint: "same" };
        if (index % 2 === 0) return { reference, id: (await shared.engine.submit(request(reference))).id };
        const { answer } = await shared.engine.keyed.submit(request(reference), key);
        return { reference, id: (JSON.parse(answer) as { readonly id: string }).id };
      }),
    );
    for (const { reference, id } of answers) await expect(storedAs(reference)).resolves.toEqual([id]);
  });

  it("are not kept out by one that the database does not take", async () => {
    const tooLongForItsIndex = randomBytes(20_000).toString("hex");
    const references = Array.from({ length: 30 }, (_, index) => (index === 17 ? tooLongForItsIndex : `beside-${index}`));
    const answers = await Promise.allSettled(references.map((reference) => shared.engine.submit(request(reference))));
    expect(answers.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([17]);
    for (const reference of references.toSpliced(17, 1)) await expect(storedAs(reference)).resolves.toHaveLength(1);
  });
});
