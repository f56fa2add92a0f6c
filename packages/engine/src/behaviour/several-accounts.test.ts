import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { accepts, createScriptedChannel, refuses, type ScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  deliveryThat,
  finalDelivery,
  idle,
  newAddress,
  submitText,
  until,
  useEngine,
} from "../testing/test-engine.ts";

const second = 1_000;
const minute = 60 * second;

describe.each(oneTestDatabase)("several accounts of a step on $name", (database) => {
  const sms = () => createScriptedChannel({ channel: "sms", kind: "phone", tellsCountry: true });
  const keyed = () => createScriptedChannel({ channel: "keyed", kind: "line", keyLifetimeMs: 23 * 60 * minute, maxRecipients: 50 });
  const [first, other, japan, thailand] = [sms(), sms(), sms(), sms()];
  const [keyedFirst, keyedOther] = [keyed(), keyed()];
  const shared = useEngine(database, {
    accounts: [
      { id: "japan", adapters: [japan.adapter], countries: ["JP"] },
      { id: "thailand", adapters: [thailand.adapter], countries: ["TH", "LA"] },
      { id: "first", adapters: [first.adapter] },
      { id: "other", adapters: [other.adapter] },
      { id: "keyed-first", adapters: [keyedFirst.adapter] },
      { id: "keyed-other", adapters: [keyedOther.adapter] },
    ],
  });

  type Accounts = NonNullable<NonNullable<MessageRequest["plan"]>["steps"][number]["accounts"]>;
  const by = (accounts: Accounts, channel = "sms"): Pick<MessageRequest, "plan"> => ({ plan: { steps: [{ channel, accounts }] } });
  const inOrder = by(["first", "other"]);
  const people = (count: number) => Array.from({ length: count }, () => ({ addresses: { phone: newAddress() } }));
  const sendTo = async (count: number, plan: Pick<MessageRequest, "plan">, text = "Hello") => {
    const before = { first: first.calls.length, other: other.calls.length };
    const request: MessageRequest = { to: people(count), content: { type: "text", text }, ...plan };
    const message = await completedMessage(shared, await shared.engine.submit(request));
    return { message, request, first: first.calls.length - before.first, other: other.calls.length - before.other };
  };
  const stateOf = async (account: string) => (await shared.engine.health.of(account))!.state;

  it("moves off an account in an outage, and back when it is over", async () => {
    first.scriptOthers(refuses("unavailable"));
    const message = await submitText(shared, {}, { to: people(12), ...inOrder });
    await until("it is seen to be unhealthy", async () => (await stateOf("first")) === "unhealthy");
    const health = await until("all its calls are counted", async () => {
      const view = await shared.engine.health.of("first");
      return view?.lastMinute.calls === 12 && view;
    });
    expect(health).toMatchObject({ pin: "automatic", lastMinute: { failed: 12, lost: 0, slow: 0 } });
    expect(health.why).toContain("calls failed, had no answer or were slow");
    await advance(2 * second, shared);
    await completedMessage(shared, message);
    expect(first.calls).toHaveLength(12);
    expect(other.calls).toHaveLength(12);
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, step: 0, possibleDuplicate: false });
    const attempts = delivery.timeline.filter((entry) => entry.type === "attempt");
    expect(attempts.map(({ account }) => account)).toEqual(["first", "other"]);
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(2);

    expect(await sendTo(30, inOrder)).toMatchObject({ first: 0, other: 30 });
    expect(await shared.engine.explain({ to: people(1), content: { type: "text", text: "Hi" }, ...inOrder })).toMatchObject({
      recipients: [{ steps: [{ account: "other", verdict: "use", choice: { reason: "health", detail: "other takes over; first is unhealthy" } }] }],
    });

    first.scriptOthers(undefined);
    await advance(31 * second, shared);
    await until("it is tried out", async () => (await stateOf("first")) === "probation");
    const trial = await sendTo(200, inOrder);
    expect(trial.first).toBeGreaterThanOrEqual(10);
    expect(trial.first).toBeLessThan(40);
    await until("it is healthy again", async () => (await stateOf("first")) === "healthy");
    await shared.context.health.look();
    expect(await sendTo(20, inOrder)).toMatchObject({ first: 20, other: 0 });
  });

  it("goes back to rest when the trial fails, and those who tried go elsewhere", async () => {
    first.scriptOthers(refuses("throttled"));
    const message = await submitText(shared, {}, { to: people(12), ...inOrder });
    await until("it is seen to be unhealthy", async () => (await stateOf("first")) === "unhealthy");
    await advance(31 * second, shared);
    await completedMessage(shared, message);
    await until("it is tried out", async () => (await stateOf("first")) === "probation");
    const trial = await shared.engine.submit({ to: people(100), content: { type: "text", text: "Trial" }, ...inOrder });
    await until("it is seen to be unhealthy again", async () => (await stateOf("first")) === "unhealthy");
    await idle(shared);
    await advance(2 * second, shared);
    expect(await completedMessage(shared, trial)).toMatchObject({ counts: { outcomes: [{ outcome: "accepted", succeeded: true, count: 100 }] } });
    first.scriptOthers(undefined);
    await shared.engine.health.pin("first", "use");
    expect(await sendTo(5, inOrder)).toMatchObject({ first: 5, other: 0 });
    await advance(minute, shared);
    await until("it is tried out", async () => (await stateOf("first")) === "probation");
    await sendTo(20, inOrder);
    await until("it is healthy again", async () => (await stateOf("first")) === "healthy");
    await shared.engine.health.pin("first", "automatic");
  });

  it("shares deliveries by weight, as the plan said for each of them", async () => {
    const weighted = by([{ account: "first", weight: 80 }, { account: "other", weight: 20 }]);
    const request: MessageRequest = { to: people(1_000), content: { type: "text", text: "Shares" }, ...weighted };
    const explained = await shared.engine.explain(request);
    expect(explained.plan.steps).toMatchObject([{ account: "first", accounts: [{ account: "first", weight: 80 }, { account: "other", weight: 20 }] }]);
    const before = { first: first.calls.length, other: other.calls.length };
    await completedMessage(shared, await shared.engine.submit(request));
    const toOther = other.calls.slice(before.other).flatMap(({ to }) => to);
    expect(first.calls.length - before.first + toOther.length).toBe(1_000);
    expect(Math.abs(toOther.length - 200)).toBeLessThan(50);
    const planned = explained.recipients.filter(({ steps }) => steps[0]!.account === "other").map(({ index }) => request.to![index]!.addresses["phone"]);
    expect(new Set(toOther)).toEqual(new Set(planned));
    expect(explained.recipients[0]!.steps[0]!.choice!.reason).toBe("weight");
  }, 60_000);

  it("goes by the country of the address, and nowhere where no account sends to it", async () => {
    const addresses = ["jp", "th", "la", "us"].map((country) => ({ addresses: { phone: newAddress(country) } }));
    const content = { type: "text", text: "Hello" } as const;
    const request: MessageRequest = { to: addresses, content, ...by(["japan", "thailand"]) };
    const { recipients } = await shared.engine.explain(request);
    expect(recipients.map(({ steps: [step] }) => `${step!.account} ${step!.verdict} ${step!.choice?.reason ?? step!.reason}`)).toEqual([
      "japan use order",
      "thailand use country",
      "thailand use country",
      "japan skip no-account-for-country",
    ]);
    const message = await completedMessage(shared, await shared.engine.submit(request));
    expect([japan.calls.length, thailand.calls.length]).toEqual([1, 2]);
    expect(await finalDelivery(shared, message, 3)).toMatchObject({ outcome: "skipped", reason: { code: "no-account-for-country" } });
  });

  it("keeps to the country with one account too, and a later step takes over", async () => {
    const phone = newAddress("us");
    const plan = { steps: [{ channel: "sms", account: "japan" }, { channel: "sms", account: "other" }] };
    const delivery = await finalDelivery(shared, await submitText(shared, { phone }, { plan }));
    expect(delivery).toMatchObject({ outcome: "accepted", step: 1 });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "skipped", step: 0, reason: "no-account-for-country" }));
    expect([japan.callsTo(phone).length, other.callsTo(phone).length]).toEqual([0, 1]);
  });

  it("does as an operator says", async () => {
    await shared.engine.health.pin("first", "avoid");
    expect(await sendTo(3, inOrder)).toMatchObject({ first: 0, other: 3 });
    await shared.engine.health.pin("other", "avoid");
    expect(await sendTo(3, inOrder)).toMatchObject({ first: 3, other: 0 });
    for (const account of ["first", "other"]) expect((await shared.engine.health.pin(account, "automatic"))!.pin).toBe("automatic");
    expect(await shared.engine.health.pin("nobody", "avoid")).toBeUndefined();
    expect(await shared.engine.health.of("nobody")).toBeUndefined();
  });

  it("uses the first when all are unhealthy, and says so", async () => {
    for (const account of ["first", "other"]) {
      for (let count = 0; count < 10; count += 1) shared.context.health.record(account, { end: "failed", tookMs: 1 });
    }
    await shared.context.health.look();
    const request: MessageRequest = { to: people(1), content: { type: "text", text: "All" }, ...inOrder };
    const { recipients } = await shared.engine.explain(request);
    expect(recipients[0]!.steps[0]).toMatchObject({ account: "first", choice: { reason: "none-better" } });
    expect(await sendTo(1, inOrder)).toMatchObject({ first: 1, other: 0 });
    await advance(31 * second, shared);
    await shared.context.health.look();
    for (const account of ["first", "other"]) {
      for (let count = 0; count < 10; count += 1) shared.context.health.record(account, { end: "answered", tookMs: 1 });
    }
    await shared.context.health.look();
    await shared.context.health.look();
    expect(await Promise.all(["first", "other"].map(stateOf))).toEqual(["healthy", "healthy"]);
  });

  describe("a lost answer", () => {
    const lost = refuses("ambiguous");
    const avoiding = async (account: string, act: () => Promise<void>) => {
      await shared.engine.health.pin(account, "avoid");
      await act();
      await shared.engine.health.pin(account, "automatic");
    };

    it("never moves without a key: it waits, and is held", async () => {
      const phone = newAddress();
      first.script(phone, lost);
      const message = await submitText(shared, { phone }, inOrder);
      await until("it is called", () => first.callsTo(phone).length === 1);
      await avoiding("first", async () => {
        for (let passed = 0; passed < 9; passed += 1) {
          await advance(minute, shared);
          await idle(shared);
        }
        expect(await deliveryThat(shared, message, "is not final", ({ status }) => status !== "final")).toMatchObject({ step: 0 });
        await advance(2 * minute, shared);
        expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown", succeeded: false });
      });
      expect([first.callsTo(phone).length, other.callsTo(phone).length]).toEqual([1, 0]);
    });

    it("is repeated under its key by the same account, however that is", async () => {
      const line = newAddress();
      keyedFirst.script(line, lost, lost, accepts());
      const message = await submitText(shared, { line }, by(["keyed-first", "keyed-other"], "keyed"));
      await until("it is called", () => keyedFirst.callsTo(line).length === 1);
      await avoiding("keyed-first", async () => {
        for (let passed = 0; passed < 5; passed += 1) {
          await advance(second, shared);
          await idle(shared);
        }
        expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true });
      });
      expect(new Set(keyedFirst.callsTo(line).map(({ attemptId }) => attemptId)).size).toBe(1);
      expect([keyedFirst.callsTo(line).length, keyedOther.callsTo(line).length]).toEqual([3, 0]);
    });

    it("stays with its key when it is put off after that, for it may have arrived", async () => {
      const line = newAddress();
      keyedFirst.script(line, lost, refuses("unavailable"), accepts());
      const message = await submitText(shared, { line }, by(["keyed-first", "keyed-other"], "keyed"));
      await until("it is called", () => keyedFirst.callsTo(line).length === 1);
      await avoiding("keyed-first", async () => {
        for (let passed = 0; passed < 5; passed += 1) {
          await advance(second, shared);
          await idle(shared);
        }
        expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true });
      });
      expect([keyedFirst.callsTo(line).length, keyedOther.callsTo(line).length]).toEqual([3, 0]);
    });
  });

  it("makes a new attempt by another account when one that is put off has become unhealthy", async () => {
    const line = newAddress();
    keyedFirst.script(line, refuses("unavailable"));
    const message = await submitText(shared, { line }, by(["keyed-first", "keyed-other"], "keyed"));
    await until("it is called", () => keyedFirst.callsTo(line).length === 1);
    await idle(shared);
    await shared.engine.health.pin("keyed-first", "avoid");
    for (let passed = 0; passed < 4; passed += 1) {
      await advance(second, shared);
      await idle(shared);
    }
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: false });
    await shared.engine.health.pin("keyed-first", "automatic");
    const keys = [keyedFirst, keyedOther].map((channel) => new Set(channel.callsTo(line).map(({ attemptId }) => attemptId)));
    expect(keys.map(({ size }) => size)).toEqual([1, 1]);
    expect([...keys[0]!]).not.toEqual([...keys[1]!]);
  });

  it("joins only those into one call who go by the same account", async () => {
    const weighted = by([{ account: "keyed-first", weight: 1 }, { account: "keyed-other", weight: 1 }], "keyed");
    const to = Array.from({ length: 40 }, () => ({ addresses: { line: newAddress() } }));
    const since = (channel: ScriptedChannel) => channel.calls.length;
    const [one, two] = [since(keyedFirst), since(keyedOther)];
    await completedMessage(shared, await shared.engine.submit({ to, content: { type: "text", text: "Bulk" }, ...weighted }));
    const calls = [keyedFirst.calls.slice(one), keyedOther.calls.slice(two)];
    expect(calls.map(({ length }) => length)).toEqual([1, 1]);
    expect(calls.flatMap((made) => made.map(({ endpoint }) => endpoint))).toEqual(["bulk", "bulk"]);
    expect(calls.flatMap((made) => made.flatMap(({ to: names }) => names)).toSorted()).toEqual(to.map(({ addresses }) => addresses.line).toSorted());
  });
});
