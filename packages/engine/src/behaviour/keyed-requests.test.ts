import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RequestKey } from "../idempotency/keyed-requests-view.ts";
import type { MessageRequest } from "../message-request.ts";
import { startChild } from "../testing/child-process.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, newAddress, openTestEngine, until, useEngine, type TestEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;
const inUse = expect.objectContaining({ code: "idempotency-key-in-use" }) as unknown;
const reused = expect.objectContaining({ code: "idempotency-key-reused" }) as unknown;

function request(people = 1, parts: Partial<MessageRequest> = {}): MessageRequest {
  const to = Array.from({ length: people }, () => ({ addresses: { line: newAddress() } }));
  return { to, content: { type: "text", text: "Hello" }, ...parts };
}

const keyed = (key: string, fingerprint = "one"): RequestKey => ({ endpoint: "POST /v1/messages", key, fingerprint });

const countMessages = async ({ engine }: Pick<TestEngine, "engine">) => (await engine.messages({ limit: 1000 })).items.length;

describe.each(testDatabases)("requests with a key on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500 });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter] }] });

  it.each([["a few", 2], ["many", 1_200]])("to %s make one message, and are answered alike", async (_who, people) => {
    const [key, asked] = [keyed(`for ${people}`), request(people, { reference: `for ${people}` })];
    const first = await shared.engine.keyed.submit(asked, key);
    const message = await shared.engine.message((JSON.parse(first.answer) as { id: string }).id);
    expect(first.isReplay).toBe(false);
    expect(JSON.parse(first.answer)).toMatchObject({ id: message!.id, createdAt: message!.createdAt.toISOString(), counts: { recipients: people } });
    await completedMessage(shared, message!);
    expect(await shared.engine.keyed.submit(asked, key)).toEqual({ answer: first.answer, isReplay: true });
    expect((await shared.engine.messages({ reference: `for ${people}`, limit: 10 })).items).toHaveLength(1);
    expect(asked.to!.flatMap(({ addresses }) => line.callsTo(addresses["line"]!))).toHaveLength(people);
  });

  it("to a list make one message", async () => {
    const { id } = await shared.engine.audiences.create({ name: "spring" });
    await shared.engine.audiences.addMembers(id, [{ addresses: { line: newAddress() } }]);
    const asked = { audience: { type: "list", id }, content: { type: "text", text: "Hello" } } as const;
    const { answer } = await shared.engine.keyed.submit(asked, keyed("list"));
    await shared.engine.audiences.delete(id);
    expect(await shared.engine.keyed.submit(asked, keyed("list"))).toEqual({ answer, isReplay: true });
  });

  it("are refused while the first is under way, also by a hundred at once", async () => {
    const before = await countMessages(shared);
    const asked = request(40);
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => shared.engine.keyed.submit(asked, keyed("at once"))));
    const given = answers.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(given.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(new Set(given.map(({ answer }) => answer)).size).toBe(1);
    const refused = answers.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused).toEqual(refused.map(() => inUse));
    expect(await countMessages(shared)).toBe(before + 1);
  });

  it("are refused where the key stands for another request, and mean nothing at another door", async () => {
    await shared.engine.keyed.submit(request(), keyed("reused"));
    await expect(shared.engine.keyed.submit(request(), keyed("reused", "two"))).rejects.toEqual(reused);
    const elsewhere = { ...keyed("reused", "two"), endpoint: "POST /elsewhere" };
    expect(await shared.engine.keyed.submit(request(), elsewhere)).toMatchObject({ isReplay: false });
  });

  it("leave their key free when they are refused, whatever the reason", async () => {
    await shared.engine.submit(request(1, { reference: "taken" }));
    const [nobody, taken] = [request(1, { audience: { type: "list", id: "none" } }), request(600, { reference: "taken" })];
    await expect(shared.engine.keyed.submit(nobody, keyed("free", "nobody"))).rejects.toMatchObject({ code: "invalid-request" });
    await expect(shared.engine.keyed.submit(taken, keyed("free", "taken"))).rejects.toMatchObject({ code: "reference-in-use" });
    expect(await shared.engine.keyed.submit(request(), keyed("free", "good"))).toMatchObject({ isReplay: false });
  });

  it.each([1, 600])("to %d people write nothing where their answer cannot be kept", async (people) => {
    await sql`alter table keyed_answer add constraint refused check (key <> 'unkept') not valid`.execute(shared.connection);
    const asked = request(people, { reference: `unkept ${people}` });
    await expect(shared.engine.keyed.submit(asked, keyed("unkept"))).rejects.toThrow("refused");
    await sql`alter table keyed_answer drop constraint refused`.execute(shared.connection);
    expect((await shared.engine.messages({ reference: `unkept ${people}`, limit: 10 })).items).toEqual([]);
    expect(await shared.engine.keyed.submit(asked, keyed("unkept", `${people}`))).toMatchObject({ isReplay: false });
    await sql`delete from keyed_answer where key = 'unkept'`.execute(shared.connection);
  });

  it("of several messages go on where a crash left them", async () => {
    const [key, before] = [keyed("several"), await countMessages(shared)];
    const parts = [request(), request(), request()];
    const dies = shared.engine.keyed.submitSeveral(key, async (submitPart) => {
      await submitPart(0, parts[0]!);
      await submitPart(2, parts[2]!);
      throw new Error("the process dies");
    });
    await expect(dies).rejects.toThrow("the process dies");
    const all = () =>
      shared.engine.keyed.submitSeveral(key, async (submitPart) => {
        const answers = [await submitPart(0, parts[0]!), await submitPart(1, parts[1]!), await submitPart(2, parts[2]!)];
        return { answer: JSON.stringify(answers), isFinal: true };
      });
    await expect(shared.engine.keyed.submitSeveral(keyed("several", "two"), () => Promise.reject(new Error("never")))).rejects.toEqual(reused);
    const first = await all();
    expect(first.isReplay).toBe(false);
    expect(await countMessages(shared)).toBe(before + 3);
    expect(await all()).toEqual({ answer: first.answer, isReplay: true });
    const { rows } = await sql<{ place: number }>`select place from keyed_answer where key = 'several'`.execute(shared.connection);
    expect(rows).toEqual([{ place: -1 }]);
  });

  it("of several messages try again what was not final, and never what was accepted", async () => {
    const [key, part] = [keyed("not final"), request()];
    const once = () =>
      shared.engine.keyed.submitSeveral(key, async (submitPart) => ({ answer: await submitPart(0, part), isFinal: false }));
    const [first, second] = [await once(), await once()];
    expect(second).toEqual(first);
    expect(first.isReplay).toBe(false);
  });
});

describe.each(testDatabases)("answers on $name", (database) => {
  it("are kept over a restart, and dropped after 48 hours", async () => {
    const created = await database.create();
    const channel = createScriptedChannel({ channel: "line", kind: "line" });
    const options = { database: created.settings, accounts: [{ id: "account", adapters: [channel.adapter] }] };
    const asked = request();
    const one = await openTestEngine(options);
    const { answer } = await one.engine.keyed.submit(asked, keyed("kept"));
    await one.engine.stop();
    const two = await openTestEngine(options);
    await advance(47 * hour, two);
    expect(await two.engine.keyed.submit(asked, keyed("kept"))).toEqual({ answer, isReplay: true });
    await advance(hour, two);
    two.engine.start();
    await until("the answer is dropped", async () => {
      const { rows } = await sql`select from keyed_answer`.execute(two.connection);
      return rows.length === 0;
    });
    expect(await two.engine.keyed.submit(asked, keyed("kept", "another"))).toMatchObject({ isReplay: false });
    await two.engine.stop();
    await created.drop();
  });
});

describe.each(testDatabases)("a process that dies before it answers on $name", (database) => {
  const [asked, other, third] = [request(3, { reference: "dies" }), request(2), request()];
  const channel = createScriptedChannel({ channel: "line", kind: "line" });

  /** What a process leaves behind that carried these out and answered nobody. */
  async function afterDeath(requests: readonly MessageRequest[], key: RequestKey): Promise<TestEngine & { ids: readonly string[] }> {
    const created = await database.create();
    onTestFinished(() => created.drop());
    const child = startChild("./submit-and-die.ts", JSON.stringify({ database: created.settings, requests, key }));
    expect([await child.nextLine(), await child.nextLine()]).toEqual(["begins", undefined]);
    await child.kill();
    const opened = await openTestEngine({ database: created.settings, accounts: [{ id: "account", adapters: [channel.adapter] }] });
    onTestFinished(() => opened.engine.stop());
    return { ...opened, ids: (await opened.engine.messages({ limit: 10 })).items.map(({ id }) => id).toReversed() };
  }

  it("leaves its message behind, which the repetition is answered with", async () => {
    const left = await afterDeath([asked], keyed("dies"));
    const repeated = await left.engine.keyed.submit(asked, keyed("dies"));
    expect(repeated).toMatchObject({ isReplay: true });
    expect(JSON.parse(repeated.answer)).toMatchObject({ id: left.ids[0], reference: "dies" });
    expect(await countMessages(left)).toBe(1);
  });

  it("half way through several leaves those behind that it had accepted, and the repetition goes on with the others", async () => {
    const left = await afterDeath([asked, other], keyed("dies"));
    const repeated = await left.engine.keyed.submitSeveral(keyed("dies"), async (submitPart) => {
      const answers = [await submitPart(0, asked), await submitPart(1, other), await submitPart(2, third)];
      return { answer: `[${answers.join()}]`, isFinal: true };
    });
    const ids = (JSON.parse(repeated.answer) as { id: string }[]).map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(left.ids);
    expect(await countMessages(left)).toBe(3);
  });
});

describe.each(sharedTestDatabases)("two processes on one $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line" });

  async function openTwo(): Promise<readonly [TestEngine, TestEngine]> {
    const created = await database.create();
    onTestFinished(() => created.drop());
    const options = { database: created.settings, accounts: [{ id: "account", adapters: [channel.adapter] }] };
    const [one, other] = [await openTestEngine(options), await openTestEngine(options)];
    onTestFinished(async () => void (await Promise.all([one.engine.stop(), other.engine.stop()])));
    return [one, other];
  }

  it("carry out a request once between them", async () => {
    const [one, other] = await openTwo();
    for (const round of Array.from({ length: 20 }).keys()) {
      const [key, asked] = [keyed(`round ${round}`), request(3, { reference: `round ${round}` })];
      const answers = await Promise.allSettled([one, other].map(({ engine }) => engine.keyed.submit(asked, key)));
      const given = answers.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const refused = answers.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
      expect(given.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
      expect(refused).toEqual(refused.map(() => inUse));
      expect(await other.engine.keyed.submit(asked, key)).toEqual({ answer: given[0]!.answer, isReplay: true });
    }
    expect(await countMessages(one)).toBe(20);
  });

  it("do not hold each other up by a message that takes long to write", async () => {
    const [one, other] = await openTwo();
    const asked = request();
    const held = await other.connection.startTransaction().execute();
    await sql`lock table message in access exclusive mode`.execute(held);
    const first = one.engine.keyed.submit(asked, keyed("slow"));
    await until("the first writes its message", async () => {
      const { rows } = await sql`select from pg_locks where relation = 'message'::regclass and not granted`.execute(other.connection);
      return rows.length > 0;
    });
    await expect(other.engine.keyed.submit(asked, keyed("slow"))).rejects.toEqual(inUse);
    await held.rollback().execute();
    expect(await first).toMatchObject({ isReplay: false });
  });

  it("carry out each of several messages once between them, and answer alike", async () => {
    const [one, other] = await openTwo();
    for (const round of Array.from({ length: 10 }).keys()) {
      const parts = [request(), request(2), request()];
      const untilAnswered = async ({ engine }: TestEngine): Promise<string> => {
        for (;;) {
          try {
            const { answer } = await engine.keyed.submitSeveral(keyed(`round ${round}`), async (submitPart) => {
              const answers: string[] = [];
              for (const [place, part] of parts.entries()) answers.push(await submitPart(place, part));
              return { answer: `[${answers.join()}]`, isFinal: true };
            });
            return answer;
          } catch (error) {
            expect(error).toEqual(inUse);
          }
        }
      };
      const [ours, theirs] = await Promise.all([untilAnswered(one), untilAnswered(other)]);
      expect(theirs).toBe(ours);
    }
    expect(await countMessages(one)).toBe(30);
  });
});
