import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { completedMessage, newAddress, useEngine } from "../testing/test-engine.ts";

const japanese = { locale: "ja", content: { type: "text", text: "{{ name }}さん", template: true } } as const;
const chinese = { locale: "zh", content: { type: "text", text: "您好" } } as const;

describe.each(oneTestDatabase)("translations on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500 });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter] }] });

  it("give each person the nearest language, and those of one text one call", async () => {
    const people = [
      { locale: "ja-JP", variables: { name: "Aiko" } },
      { locale: "zh-TW" },
      { locale: "zh" },
      { locale: "th" },
      {},
      { locale: "ja" },
    ].map((person) => ({ ...person, addresses: { line: newAddress() } }));
    const message = await shared.engine.submit({
      to: people,
      content: { type: "text", text: "Hello", translations: [japanese, chinese] },
    });
    const { counts, content } = await completedMessage(shared, message);
    const textsTo = people.map(({ addresses }) => line.callsTo(addresses.line).map(({ bytes }) => bytes));
    expect(textsTo).toEqual(
      ["Aikoさん", "您好", "您好", "Hello", "Hello", undefined].map((text) => (text === undefined ? [] : [JSON.stringify({ text })])),
    );
    // The last one has no name to be called by, and fails alone.
    expect(counts).toMatchObject({ recipients: 6, final: 6 });
    const calls = people.slice(1, 3).flatMap(({ addresses }) => line.callsTo(addresses.line));
    expect(new Set(calls).size).toBe(1);
    expect(content).toMatchObject({ translations: [{ locale: "ja" }, { locale: "zh" }] });
  });

  it("are refused where one cannot be carried, with the way to it", async () => {
    const image = { type: "image", url: "https://example.test/a.png" } as const;
    const broken = { type: "text", text: "{{ name", template: true } as const;
    const submit = shared.engine.submit({
      to: [{ addresses: { line: newAddress() } }],
      content: { type: "text", text: "Hello", translations: [{ locale: "ja", content: image }, { locale: "th", content: broken }] },
    });
    await expect(submit).rejects.toMatchObject({
      problems: [
        expect.objectContaining({ pointer: expect.stringMatching("^/content/translations/0/content") as unknown }),
        expect.objectContaining({ pointer: "/content/translations/1/content/text", code: "invalid-template" }),
      ],
    });
  });
});
