import { ProviderError, type AddressPage, type Directory, type InboundMessageEvent } from "@todoke/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { type CreatedDatabase, oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, until, useEngine, type TestEngine } from "../testing/test-engine.ts";

const second = 1_000;
const hour = 3_600_000;

let events = 0;
function event(address: string, more: Partial<InboundMessageEvent> = {}): InboundMessageEvent {
  events += 1;
  return { type: "inbound", eventId: `e-${events}`, addressKind: "line", address, providerCode: "message", payload: {}, at: new Date(), ...more };
}

/** A list of friends that gives what the test puts into it, page after page. */
function scriptedDirectory() {
  const asked: (string | undefined)[] = [];
  const pages: (() => AddressPage | Promise<AddressPage>)[] = [];
  const directory: Directory = {
    addressKind: "line",
    cursorLifetimeMs: 24 * hour,
    providerCode: "follower",
    async friends(cursor) {
      asked.push(cursor);
      return (await pages.shift()?.()) ?? { addresses: [] };
    },
    members: () => Promise.resolve({ addresses: [] }),
  };
  return { directory, asked, pages };
}

const people = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

describe.each(oneTestDatabase)("contacts on $name", (database) => {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
  const { directory, asked, pages } = scriptedDirectory();
  const shared = useEngine(database, { accounts: [{ id: "line", adapters: [adapter], services: { directory } }] });
  const arrives = (...arriving: readonly InboundMessageEvent[]) => shared.engine.receive("line", inboundRequest(arriving));
  const known = async (address: string) => (await shared.engine.contacts.contacts({ limit: 10, address })).items;
  const completed = async (id: string) =>
    until("the import is over", async () => {
      const view = await shared.engine.contacts.importOf(id);
      return view?.status !== "running" && view;
    });

  it("are made once of an address that many requests bring at a time", async () => {
    const addresses = people(newAddress("crowd"), 20);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        arrives(...(index % 2 === 0 ? addresses : addresses.toReversed()).map((address) => event(address))),
      ),
    );
    for (const address of addresses) expect(await known(address)).toHaveLength(1);
  });

  it("take an address in whatever form it is asked for", async () => {
    const address = newAddress("form");
    await arrives(event(address));
    expect(await known(address.toUpperCase())).toMatchObject([{ addresses: [{ address }] }]);
  });

  it("of groups forget who left, whichever news comes first", async () => {
    const group = newAddress("group");
    const at = (seconds: number) => ({ party: "group" as const, at: new Date(Date.now() + seconds * second) });
    await arrives(event(group, { ...at(2), left: ["early", "stays"] }));
    await arrives(event(group, { ...at(1), joined: ["early"] }), event(group, { ...at(3), joined: ["stays", "late"] }));
    const [contact] = await known(group);
    expect(await shared.engine.contacts.contact(contact!.id)).toMatchObject({ kind: "group", members: ["late", "stays"] });
  });

  it("are read from a list again and again while it does not answer, and reachable since before they were read", async () => {
    const addresses = people(newAddress("friend"), 3);
    pages.push(
      () => ({ addresses: addresses.slice(0, 2), nextCursor: "next" }),
      () => {
        throw new ProviderError({ class: "unavailable", providerCode: "http-503", message: "later" });
      },
      async () => {
        // Somebody leaves while the page is under way: that is the newer word.
        const at = new Date(shared.context.clock.now().getTime() + 1);
        const left = { type: "reachability", eventId: "left", addressKind: "line", address: addresses[2]!, reachability: "unreachable", providerCode: "unfollow", at } as const;
        await shared.engine.receive("line", inboundRequest([left]));
        return { addresses: addresses.slice(1) };
      },
    );
    const begun = await shared.engine.contacts.startImport("line");
    await until("the list did not answer", async () => (await shared.engine.contacts.importOf(begun!.id))?.failure?.providerCode === "http-503");
    const over = await completed(begun!.id);
    expect(over).toMatchObject({ status: "completed", read: 4, added: 3 });
    expect(over).not.toHaveProperty("failure");
    expect(asked.splice(0)).toEqual([undefined, "next", "next"]);
    expect(await known(addresses[0]!)).toMatchObject([{ source: "import", addresses: [{ reachability: [{ reachability: "reachable", providerCode: "follower" }] }] }]);
    expect(await known(addresses[2]!)).toMatchObject([{ addresses: [{ reachability: [{ reachability: "unreachable" }] }] }]);
  });

  it("are read from the head of the list when the place in it has grown too old", async () => {
    const addresses = people(newAddress("old"), 3);
    pages.push(
      () => ({ addresses: addresses.slice(0, 2), nextCursor: "next" }),
      () => {
        throw new ProviderError({ class: "throttled", providerCode: "http-429", message: "later", retryAfterMs: 24 * hour });
      },
      () => ({ addresses }),
    );
    const begun = await shared.engine.contacts.startImport("line");
    await until("the list asks to wait", async () => (await shared.engine.contacts.importOf(begun!.id))?.failure !== undefined);
    await advance(25 * hour, shared);
    expect(await completed(begun!.id)).toMatchObject({ status: "completed", read: 3, added: 3 });
    expect(asked.splice(0)).toEqual([undefined, "next", undefined]);
  });
});

describe.each(sharedTestDatabases)("an import whose reader is gone, on $name", (database) => {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
  const slow = scriptedDirectory();
  const quick = scriptedDirectory();
  const engines: TestEngine[] = [];
  let created: CreatedDatabase;

  beforeAll(async () => {
    created = await database.create();
    for (const { directory } of [slow, quick]) {
      const accounts = [{ id: "line", adapters: [adapter], services: { directory } }];
      engines.push(await openTestEngine({ accounts, database: created.settings }));
    }
  });

  afterAll(async () => {
    await Promise.all(engines.map(({ engine }) => engine.stop()));
    await created.drop();
  });

  it("is taken over after its lease, and what comes late is not counted again", async () => {
    const addresses = people("gone", 4);
    const answer = Promise.withResolvers<AddressPage>();
    slow.pages.push(() => ({ addresses: addresses.slice(0, 2), nextCursor: "next" }), () => answer.promise);
    quick.pages.push(() => ({ addresses: addresses.slice(2) }));
    const [first, next] = engines as [TestEngine, TestEngine];
    first.engine.start();
    const { id } = (await first.engine.contacts.startImport("line"))!;
    await until("the second page is under way", () => slow.asked.length === 2);

    next.engine.start();
    await advance(61 * second, first, next);
    const over = await until("it is over", async () => {
      const view = await next.engine.contacts.importOf(id);
      return view?.status === "completed" && view;
    });
    expect(over).toMatchObject({ read: 4, added: 4 });
    expect(quick.asked).toEqual(["next"]);

    answer.resolve({ addresses: addresses.slice(2), nextCursor: "further" });
    await first.engine.stop();
    expect(await next.engine.contacts.importOf(id)).toEqual(over);
  });
});
