import { ProviderError } from "@todoke/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AudiencePush } from "../audiences/audience-view.ts";
import { createScriptedAudiences } from "../testing/scripted-audiences.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { type CreatedDatabase, oneTestDatabase } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, until, type TestEngine } from "../testing/test-engine.ts";

/** Longer than a process may keep a push to itself. */
const leaseMs = 181_000;

describe.each(oneTestDatabase)("pushed lists on $name", (database) => {
  let created: CreatedDatabase;
  let shared: TestEngine;
  const provider = createScriptedAudiences(3);
  const line = createScriptedChannel({ channel: "line", kind: "line" });

  beforeAll(async () => {
    created = await database.create();
    const account = { id: "account", adapters: [line.adapter], services: { audiences: provider.service } };
    shared = await openTestEngine({ database: created.settings, accounts: [account] });
    shared.engine.start();
  });

  afterAll(async () => {
    await shared.engine.stop();
    await created.drop();
  });

  async function pushOf(addresses: readonly string[]): Promise<AudiencePush> {
    const { id } = await shared.engine.audiences.create({ name: "spring\nsale" });
    await shared.engine.audiences.addMembers(id, addresses.map((address, index) => ({ reference: String(index), addresses: { line: address } })));
    return (await shared.engine.audiences.push(id, { account: "account" }))!;
  }

  const pushThat = (push: AudiencePush, what: string, matches: (push: AudiencePush) => boolean) =>
    until(`the push ${what}`, async () => {
      const now = await shared.engine.audiences.pushOf(push.audienceId, push.id);
      return now !== undefined && matches(now) && now;
    });
  const ready = (push: AudiencePush) => pushThat(push, "is ready", ({ status }) => status === "ready");
  const people = (count: number) => Array.from({ length: count }, () => newAddress());
  const callsOf = (addresses: readonly string[]) => provider.calls.filter(({ ids }) => ids.some((id) => addresses.includes(id)));

  it("go in calls that the provider takes, each address once and groups left out", async () => {
    const addresses = people(7);
    const push = await pushOf([...addresses, addresses[0]!, newAddress("group")]);
    expect(push).toMatchObject({ status: "adding", total: 8 });
    const done = await ready(push);
    expect(done).toMatchObject({ total: 8, added: 7, skipped: 1, providerStatus: "ready" });
    const calls = callsOf(addresses);
    expect(calls.map(({ call, ids }) => [call, ids.length])).toEqual([["create", 3], ["add", 3], ["add", 1]]);
    expect(calls.flatMap(({ ids }) => ids).toSorted((one, other) => one.localeCompare(other))).toEqual(
      addresses.toSorted((one, other) => one.localeCompare(other)),
    );
    expect(provider.kept.get(done.providerAudienceId!)?.name).toMatch(/^spring sale #[0-9a-f]{12}$/);
  });

  it("go on after a crash in the middle, and repeat no more than the call that was under way", async () => {
    const addresses = people(8);
    await ready(await crashDuring(addresses, "add"));
    expect(callsOf(addresses).map(({ call, ids }) => [call, ids.length])).toEqual([
      ["create", 3],
      ["add", 3],
      ["add", 3],
      ["add", 2],
    ]);
  });

  it("find what they had made when a process died over the answer, and fill it from the start", async () => {
    const addresses = people(4);
    const audiences = provider.kept.size;
    const done = await ready(await crashDuring(addresses, "create"));
    expect(provider.kept.size - audiences).toBe(1);
    expect(callsOf(addresses).map(({ call }) => call)).toEqual(["create", "add", "add"]);
    expect(done).toMatchObject({ added: 4 });
    expect(provider.kept.get(done.providerAudienceId!)?.members).toEqual(new Set(addresses));
  });

  /** The claim of a push whose process dies stays until its lease ends, as it does where an error comes that nobody knows. */
  async function crashDuring(addresses: readonly string[], call: "create" | "add"): Promise<AudiencePush> {
    const before = shared.errors.length;
    provider.failNext(call, new Error("died"));
    const push = await pushOf(addresses);
    await until("the process died", () => shared.errors.length > before);
    await advance(leaseMs, shared);
    return push;
  }

  it("are tried again where the provider is away, and fail where it refuses", async () => {
    provider.failNext("create", new ProviderError({ class: "unavailable", providerCode: "http-503", message: "away" }));
    const push = await pushOf(people(1));
    await pushThat(push, "tells of it", ({ error }) => error?.class === "unavailable");
    await advance(60_000, shared);
    await ready(push);
    provider.failNext("create", new ProviderError({ class: "content", providerCode: "too-many-audiences", message: "full" }));
    const refused = await pushOf(people(1));
    const failed = await pushThat(refused, "has failed", ({ status }) => status === "failed");
    expect(failed).toMatchObject({ error: { class: "content", code: "too-many-audiences", detail: "full" } });
  });

  it("are given up after two days of waiting", async () => {
    provider.status = "in-progress";
    const push = await pushOf(people(1));
    await pushThat(push, "waits", ({ providerStatus, status }) => status === "waiting" && providerStatus === "in-progress");
    await advance(48 * 3_600_000 + 60_000, shared);
    const failed = await pushThat(push, "has failed", ({ status }) => status === "failed");
    expect(failed).toMatchObject({ error: { code: "not-ready-in-time" } });
    provider.status = "ready";
  });

  it("end with their list", async () => {
    provider.status = "in-progress";
    const push = await pushOf(people(1));
    await shared.engine.audiences.delete(push.audienceId);
    await expect(shared.engine.audiences.pushOf(push.audienceId, push.id)).resolves.toBeUndefined();
  });
});
