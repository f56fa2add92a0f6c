import type { Recipient } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { TemplateDetail, TemplateDraft } from "../templates/template-view.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { completedMessage, newAddress, useEngine } from "../testing/test-engine.ts";

const text = (words: string) => ({ type: "text", text: words }) as const;

describe.each(oneTestDatabase)("stored templates, on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "line", adapters: [line.adapter] }, { id: "twilio", adapters: [sms.adapter] }] });
  const store = (draft: Partial<TemplateDraft> = {}): Promise<TemplateDetail> =>
    shared.engine.templates.create({ name: newAddress("template"), content: text("Dear {{ name }}"), ...draft });

  it("are kept in versions that stay as they were made", async () => {
    const { templates } = shared.engine;
    const made = await store({ variables: [{ name: "name", example: "Aiko" }] });
    expect(made).toMatchObject({ id: expect.stringMatching(/^tpl_[0-9a-f]{32}$/) as string, latestVersion: 1, latest: { version: 1, variants: [], content: { text: "Dear {{ name }}" } } });
    const added = await Promise.all([1, 2, 3].map((each) => templates.addVersion(made.id, { content: text(`Hi ${each}`) })));
    expect(added.map((version) => version!.version).toSorted((one, other) => one - other)).toEqual([2, 3, 4]);
    expect(await templates.get(made.id)).toMatchObject({ name: made.name, latestVersion: 4, latest: { version: 4 } });
    expect(await templates.version(made.id, 1)).toEqual(made.latest);
    expect(await templates.version(made.id, 5)).toBeUndefined();
    await expect(shared.engine.templates.create({ name: made.name, content: text("another") })).rejects.toMatchObject({ code: "template-exists" });
  });

  it("get one version of what is asked for under one key, however often and whatever became of them since", async () => {
    const { templates } = shared.engine;
    const { id } = await store();
    const key = { endpoint: "POST /versions", key: newAddress("key"), fingerprint: "same" };
    const draft = { content: text("Hi {{ name }}") };
    await expect(templates.addVersionOnce(id, { content: text("{{ name") }, key)).rejects.toMatchObject({ code: "invalid-request" });
    const answers = await Promise.allSettled([1, 2, 3].map(() => templates.addVersionOnce(id, draft, key)));
    for (const each of answers) if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "idempotency-key-in-use" });
    expect(await templates.get(id)).toMatchObject({ latestVersion: 2 });
    await templates.archive(id);
    const again = (await templates.addVersionOnce(id, draft, key))!;
    expect(again.isReplay).toBe(true);
    expect(JSON.parse(again.answer)).toEqual(JSON.parse(JSON.stringify(await templates.version(id, 2))));
    await expect(templates.addVersionOnce(id, draft, { ...key, fingerprint: "other" })).rejects.toMatchObject({ code: "idempotency-key-reused" });
    const another = { ...key, key: newAddress("key") };
    await expect(templates.addVersionOnce(id, draft, another)).rejects.toMatchObject({ code: "already-over" });
    expect(await templates.addVersionOnce("tpl_nonesuch", draft, another)).toBeUndefined();
  });

  it("are listed by the page, those that are archived by themselves", async () => {
    const { templates } = shared.engine;
    const made = [await store(), await store(), await store()];
    await templates.archive(made[1]!.id);
    const first = await templates.list({ limit: 1 });
    const second = await templates.list({ limit: 1, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([made[2]!.id, made[0]!.id]);
    expect((await templates.list({ limit: 1, archived: true })).items).toMatchObject([{ id: made[1]!.id, archivedAt: expect.any(Date) as Date }]);
  });

  it("are what messages say from then on, whatever becomes of the template", async () => {
    const { engine } = shared;
    const { id } = await store({ content: { ...text("Dear {{ name }}"), translations: [{ locale: "ja", content: text("{{ name }}様") }] } });
    const [one, other] = [newAddress(), newAddress()];
    const to = [{ addresses: { line: one }, variables: { name: "Aiko" }, locale: "ja-JP" }, { addresses: { line: other }, variables: { name: "Ben" } }];
    const scheduled = await engine.submit({ to, template: { id }, plan: { steps: [{ channel: "line" }] }, sendAt: new Date(Date.now() + 60_000).toISOString() });
    await engine.templates.addVersion(id, { content: text("Bye {{ name }}") });
    await engine.templates.archive(id);
    expect(scheduled).toMatchObject({ template: { id, version: 1 }, content: { text: "Dear {{ name }}", template: true } });
    await engine.controls.reschedule(scheduled.id, new Date(Date.now() + 200).toISOString());
    expect(await completedMessage(shared, scheduled)).toMatchObject({ template: { id, version: 1 } });
    expect([line.callsTo(one)[0]!.bytes, line.callsTo(other)[0]!.bytes]).toEqual(['{"text":"Aiko様"}', '{"text":"Dear Ben"}']);
    expect((await engine.messages({ limit: 10, template: id })).items.map((message) => message.id)).toEqual([scheduled.id]);
    expect((await engine.messages({ limit: 10, template: "nonesuch" })).items).toEqual([]);
  });

  it("are sent in the version that is named, else in the latest", async () => {
    const { engine } = shared;
    const { id, name } = await store();
    await engine.templates.addVersion(id, { content: text("Hi {{ name }}") });
    const sent = async (version?: number) => {
      const phone = newAddress();
      const template = { name, ...(version !== undefined && { version }) };
      await completedMessage(shared, await engine.submit({ to: [{ addresses: { phone }, variables: { name: "Aiko" } }], template }));
      return sms.callsTo(phone)[0]!.bytes;
    };
    expect([await sent(1), await sent()]).toEqual(['{"text":"Dear Aiko"}', '{"text":"Hi Aiko"}']);
  });

  it("give a channel its variant, unless the step has its own", async () => {
    const { engine } = shared;
    const { id } = await store({ variants: [{ channel: "sms", content: text("{{ name }}: short") }] });
    const phone = newAddress();
    const to = [{ addresses: { phone }, variables: { name: "Aiko" } }];
    for (const steps of [[{ channel: "sms" }], [{ channel: "sms", content: text("its own") }]]) await completedMessage(shared, await engine.submit({ to, template: { id }, plan: { steps } }));
    const byDefault = await engine.submit({ to, template: { id } });
    await completedMessage(shared, byDefault);
    expect(sms.callsTo(phone).map(({ bytes }) => bytes)).toEqual(['{"text":"Aiko: short"}', '{"text":"its own"}', '{"text":"Aiko: short"}']);
    expect(byDefault.plan.steps.map((step) => step.content?.type)).toEqual([undefined, "text"]);
  });

  it("leave variables that are not required empty, and miss the others for that person alone", async () => {
    const { engine } = shared;
    const { id } = await store({
      content: text('{% if title %}{{ title }} {% endif %}{{ name }} {{ city | default: "there" }}'),
      variables: [{ name: "title", required: false }, { name: "city", required: false }, { name: "name" }],
    });
    const [full, bare, nameless] = [newAddress(), newAddress(), newAddress()];
    const message = await engine.submit({
      to: [{ addresses: { phone: full }, variables: { title: "Dr", name: "Mori", city: "Osaka" } }, { addresses: { phone: bare }, variables: { name: "Ken" } }, { addresses: { phone: nameless } }],
      template: { id },
    });
    const { counts } = await completedMessage(shared, message);
    expect([sms.callsTo(full)[0]!.bytes, sms.callsTo(bare)[0]!.bytes]).toEqual(['{"text":"Dr Mori Osaka"}', '{"text":"Ken there"}']);
    expect(counts.outcomes).toMatchObject([{ succeeded: true, count: 2 }, { succeeded: false, count: 1 }]);
    const explained = await engine.explain({ to: [{ addresses: { phone: bare }, variables: { name: "Ken" } }, { addresses: { phone: nameless } }], template: { id } });
    expect(explained.recipients.map(({ steps }) => steps.at(-1))).toMatchObject([{ verdict: "use" }, { verdict: "skip", reason: "content-refused", detail: expect.stringContaining("missing-variable") as string }]);
  });

  it("are sent to open messages and to testers as well", async () => {
    const { engine } = shared;
    const { id } = await store();
    const [phone, testers] = [newAddress(), newAddress()];
    const open = await engine.submit({ open: true, template: { id } });
    await engine.openMessages.addRecipients(open.id, streamOf({ addresses: { phone }, variables: { name: "Aiko" } }));
    await engine.openMessages.start(open.id);
    await completedMessage(shared, open);
    const contact = await engine.contacts.store({ addresses: { phone: testers }, tester: true });
    expect(await engine.submitTest({ template: { id }, example: { variables: { name: "Ren" } } })).toMatchObject({ test: true, template: { id, version: 1 } });
    await expect.poll(() => sms.callsTo(testers).map(({ bytes }) => bytes)).toEqual(['{"text":"Dear Ren"}']);
    expect(sms.callsTo(phone).map(({ bytes }) => bytes)).toEqual(['{"text":"Dear Aiko"}']);
    await engine.contacts.update(contact.id, { tester: false });
  });

  it("are refused by the field where they are none to send by", async () => {
    const { engine } = shared;
    const { id, name } = await store();
    const archived = await store();
    await engine.templates.archive(archived.id);
    const to = [{ addresses: { phone: newAddress() } }];
    const refusalOf = (template: object) => engine.submit({ to, template }).then(() => "sent", (error: { problems: readonly { pointer: string; code: string }[] }) => error.problems);
    expect(await refusalOf({ id: `tpl_${"0".repeat(32)}` })).toMatchObject([{ pointer: "/template/id", code: "unknown-template" }]);
    expect(await refusalOf({ name: "nonesuch" })).toMatchObject([{ pointer: "/template/name", code: "unknown-template" }]);
    expect(await refusalOf({ name, version: 2 })).toMatchObject([{ pointer: "/template/version", code: "unknown-version" }]);
    for (const by of [{ id: archived.id }, { name: archived.name }]) expect(await refusalOf(by)).toMatchObject([{ code: "archived-template" }]);
    await expect(engine.templates.addVersion(archived.id, { content: text("more") })).rejects.toMatchObject({ code: "already-over" });
    expect((await engine.templates.create({ name: archived.name, content: text("again") })).id).not.toBe(archived.id);
    await expect(engine.submit({ to, content: text("a"), template: { id } })).rejects.toMatchObject({ problems: [{ pointer: "/template" }] });
    await expect(engine.submit({ to })).rejects.toMatchObject({ problems: [{ pointer: "/content", code: "missing" }] });
  });

  it("are checked when they are stored, each mistake at its field", async () => {
    const draft: TemplateDraft = {
      content: { ...text("{{ name"), translations: [{ locale: "ja", content: { ...text("{% nonesuch %}"), template: false } }] },
      variants: [{ channel: "sms", content: text("{{ a | nonesuch }}") }, { channel: "sms", content: text("a") }, { channel: "pigeon", content: text("a") }],
      variables: [{ name: "a" }, { name: "a" }],
    };
    const refusal: { readonly problems?: readonly { pointer: string; code: string }[] } = await store(draft).then(() => ({}), (error: object) => error);
    expect(refusal.problems?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/content/text", "invalid-template"],
      ["/content/translations/0/content/template", "always-liquid"],
      ["/content/translations/0/content/text", "invalid-template"],
      ["/variants/0/content/text", "invalid-template"],
      ["/variants/1/channel", "duplicate-channel"],
      ["/variants/2/channel", "unknown-channel"],
      ["/variables/1/name", "duplicate-variable"],
    ]);
  });

  it("are previewed as they are sent, on every channel", async () => {
    const { engine } = shared;
    const { id } = await store({
      content: { ...text("Dear {{ name }}, {{ nickname }}"), translations: [{ locale: "ja", content: { type: "image", url: "https://example.test/{{ name }}.png" } }] },
      variants: [{ channel: "sms", content: text("{{ name }}!") }],
      variables: [{ name: "name", example: "Aiko" }, { name: "nickname" }],
    });
    const phone = newAddress();
    expect(await engine.templates.preview(id, { variables: { nickname: "Ai" } })).toEqual({
      id,
      version: 1,
      channels: [
        { channel: "line", account: "line", payload: { text: "Dear Aiko, Ai" }, lost: ["nothing but the colour"], warnings: [] },
        { channel: "sms", account: "twilio", payload: { text: "Aiko!" }, lost: ["nothing but the colour"], warnings: [] },
      ],
    });
    const refused = await engine.templates.preview(id, { channel: "line", locale: "ja", variables: { name: "Ren", nickname: "R" } });
    expect(refused!.channels).toMatchObject([{ channel: "line", refusal: { code: "text-only" } }]);
    await expect(engine.templates.preview(id, {})).rejects.toMatchObject({ problems: [{ pointer: "/variables/nickname", code: "missing-variable" }] });
    await expect(engine.templates.preview(id, { channel: "pigeon" })).rejects.toMatchObject({ problems: [{ pointer: "/channel", code: "unknown-channel" }] });
    await expect(engine.templates.preview(id, { version: 2 })).rejects.toMatchObject({ problems: [{ pointer: "/version", code: "unknown-version" }] });
    await completedMessage(shared, await engine.submit({ to: [{ addresses: { phone }, variables: { name: "Aiko" } }], template: { id } }));
    expect(sms.callsTo(phone)[0]!.bytes).toBe(JSON.stringify({ text: "Aiko!" }));
    const undeclared = await store({ content: text("{{ order.id }}") });
    await expect(engine.templates.preview(undeclared.id, {})).rejects.toMatchObject({ problems: [{ pointer: "/variables", detail: expect.stringContaining("order") as string }] });
  });
});

async function* streamOf(recipient: Recipient) {
  yield recipient;
}
