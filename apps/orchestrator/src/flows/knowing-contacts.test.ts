import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Contact {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly addresses: readonly { readonly address: string; readonly reachability: readonly object[] }[];
  readonly members?: readonly string[];
}

interface ContactPage {
  readonly items: readonly Contact[];
  readonly nextCursor?: string;
}

interface Import {
  readonly id: string;
  readonly status: string;
  readonly read: number;
  readonly added: number;
}

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const groupId = (number: number) => `C${number.toString(16).padStart(32, "0")}`;
const friends = Array.from({ length: 2_500 }, (_, number) => ({ line: "friend" as const, lineUserId: userId(number) }));
const [follower, writer, joiner, leaver] = friends.map(({ lineUserId }) => lineUserId);

describe.each(oneTestDatabase)("contacts on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    // Slow enough for a page of friends to be under way when the service stops.
    service = await startService({ environment, simulator: { people: friends, latencyMs: { min: 150, max: 150 } } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const list = async (query: string) => {
    const { status, body } = await get(service.url, `/v1/contacts?${query}`);
    expect(status).toBe(200);
    expect(answerErrors("ContactPage", body)).toEqual([]);
    return body as ContactPage;
  };
  const withAddress = async (address: string) => (await list(`address=${address}`)).items;
  const detail = async (id: string) => (await get(service.url, `/v1/contacts/${id}`)).body as Contact;

  it("are made of who follows, once, and tell whether they can be reached", async () => {
    service.simulator.setPerson(follower!, { line: "blocked" });
    await service.simulator.settled();
    service.simulator.setPerson(follower!, { line: "friend" });
    await service.simulator.settled();
    const [contact, ...others] = await withAddress(follower!);
    expect(others).toEqual([]);
    expect(contact).toMatchObject({
      kind: "person",
      source: expect.stringMatching(/follow/),
      attributes: {},
      addresses: [{ kind: "line", address: follower, account: "line", reachability: [{ account: "line", reachability: "reachable" }] }],
    });
    expect(await detail(contact!.id)).toEqual(contact);
  });

  it("are made of who writes, once however many requests come at a time", async () => {
    for (let count = 0; count < 8; count += 1) service.simulator.personWrites(writer!, `message ${count}`);
    await service.simulator.settled();
    expect(await withAddress(writer!)).toMatchObject([{ kind: "person", source: "message" }]);
  });

  it("are made of groups, which know who came and left", async () => {
    const group = groupId(1);
    service.simulator.raiseLineEvents({ type: "join", groupId: group, group: { members: 3 } });
    await service.simulator.settled();
    service.simulator.raiseLineEvents({ type: "memberJoined", groupId: group, members: [joiner!, leaver!] });
    await service.simulator.settled();
    service.simulator.raiseLineEvents({ type: "memberLeft", groupId: group, members: [leaver!] });
    await service.simulator.settled();
    const [contact, ...others] = await withAddress(group);
    expect(others).toEqual([]);
    expect(contact).toMatchObject({ kind: "group", source: "join" });
    const shown = await detail(contact!.id);
    expect(answerErrors("ContactDetail", shown)).toEqual([]);
    expect(shown.members).toEqual([joiner]);
    expect((await list("kind=group")).items.map(({ id }) => id)).toEqual([contact!.id]);
  });

  it("are listed page by page, newest first", async () => {
    const all = (await list("limit=1000")).items.map(({ id }) => id);
    const first = await list("limit=2");
    const second = await list(`limit=2&cursor=${first.nextCursor}`);
    expect(all).toEqual([...first.items, ...second.items].map(({ id }) => id));
    expect(all).toEqual(all.toSorted().toReversed());
    expect((await list("account=twilio")).items).toEqual([]);
  });

  it.each([
    ["/v1/contacts?kind=robot", 400],
    [`/v1/contacts/con_${"0".repeat(32)}`, 404],
    ["/v1/contacts/%00", 404],
    [`/v1/imports/imp_${"0".repeat(32)}`, 404],
  ])("GET %s is answered %d", async (path, status) => {
    expect(await get(service.url, path)).toMatchObject({ status });
  });

  it("are read from LINE's list of friends, through a restart, and counted once", async () => {
    const begun = await post(service.url, "/v1/accounts/line/followers/import", {});
    expect(begun.status).toBe(202);
    expect(answerErrors("ContactImport", begun.body)).toEqual([]);
    const { id } = begun.body as Import;
    const again = await post(service.url, "/v1/accounts/line/followers/import", {});
    expect((again.body as Import).id).toBe(id);
    const progress = async () => (await get(service.url, begun.headers.get("location")!)).body as Import;
    await vi.waitFor(async () => expect((await progress()).read).toBeGreaterThan(0), { timeout: 10_000, interval: 10 });
    expect((await progress()).status).toBe("running");

    await service.restart();

    const done = await vi.waitFor(
      async () => {
        const seen = await progress();
        expect(seen.status).toBe("completed");
        return seen;
      },
      { timeout: 20_000, interval: 50 },
    );
    // Who followed and wrote was known before.
    expect(done).toMatchObject({ read: friends.length, added: friends.length - 2 });
    const [imported] = await withAddress(userId(2_499));
    expect(imported).toMatchObject({
      source: "import",
      addresses: [{ reachability: [{ reachability: "reachable", providerCode: "follower" }] }],
    });
    const repeated = await post(service.url, "/v1/accounts/line/followers/import", {});
    expect((repeated.body as Import).id).not.toBe(id);
  });

  it("are not listed by providers that list nobody", async () => {
    expect(await post(service.url, "/v1/accounts/twilio/followers/import", {})).toMatchObject({ status: 404, body: { code: "not-offered" } });
    expect(await post(service.url, "/v1/accounts/nobody/followers/import", {})).toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});

it("an account that LINE has not verified learns why its friends cannot be listed", async () => {
  const service = await startService({ simulator: { line: { verified: false } } });
  const begun = await post(service.url, "/v1/accounts/line/followers/import", {});
  await vi.waitFor(
    async () =>
      expect((await get(service.url, begun.headers.get("location")!)).body).toMatchObject({
        status: "failed",
        read: 0,
        failure: { errorClass: "sender", providerCode: "http-403", detail: expect.stringContaining("verified and premium accounts only") },
      }),
    { timeout: 10_000, interval: 50 },
  );
  await service.close();
});
