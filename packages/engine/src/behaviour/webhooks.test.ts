import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { claimPosts } from "../store/webhooks/claim-posts.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, submitText } from "../testing/test-engine.ts";
import { answering, verified, type ReceivedPost } from "../testing/webhook-receiver.ts";
import { useWebhooks } from "../testing/webhook-stage.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const typesOf = (posts: readonly ReceivedPost[], secret: string) => posts.map((post) => verified(post, secret).type);

describe.each(testDatabases)("webhooks on $name", (database) => {
  const { receiver, told, shared, webhooks, make, submit, arrived, noted, quiet, endpointThat } = useWebhooks(database);

  it("post each report as the feed has it, signed, and without personal data", async () => {
    const { path, secret, id } = await make();
    await shared.engine.reports.subscribe({ name: "beside" });
    const address = newAddress();
    const message = await submitText(shared, { phone: address }, { to: [{ reference: "c-17", addresses: { phone: address }, variables: { name: "Aiko" } }] });
    const posts = await arrived(path, 2);
    await quiet(id);
    const { items } = (await shared.engine.reports.read({ subscription: "beside", limit: 10 }))!;
    expect(posts.map((post) => verified(post, secret)).toSorted((one, other) => one.number - other.number)).toEqual(JSON.parse(JSON.stringify(items)));
    for (const post of posts) {
      const { type, timestamp, data } = JSON.parse(post.text) as { type: string; timestamp: string; data: { id: string; at: string } };
      expect({ type, timestamp }).toEqual({ type: "delivery.report", timestamp: data.at });
      expect(post.headers).toMatchObject({ "webhook-id": data.id, "content-type": "application/json" });
      expect(post.text).toContain(message.id);
      expect(post.text).not.toMatch(new RegExp(`${address}|Aiko`));
    }
    expect(told.filter(({ type }) => type === "webhook-post")).toEqual(Array(2).fill({ type: "webhook-post", result: "taken", afterMs: expect.any(Number) as number }));
    await shared.engine.reports.unsubscribe("beside");
  });

  it("post to each endpoint what it wants", async () => {
    const all = await make({ includePersonalData: true, platform: {}, types: [] });
    const ends = await make({ finalOnly: true });
    const skips = await make({ types: ["skipped"] });
    const others = await make({ platform: { entityId: "north", applicationId: "shop" } });
    const address = newAddress();
    await submitText(shared, { phone: address }, { platform: { entityId: "south", applicationId: "shop" } });
    expect(typesOf(await arrived(all.path, 2), all.secret).toSorted()).toEqual(["outcome", "skipped"]);
    expect(receiver.at(all.path)[0]!.text).toContain(address);
    expect(typesOf(await arrived(ends.path, 1), ends.secret)).toEqual(["outcome"]);
    expect(typesOf(await arrived(skips.path, 1), skips.secret)).toEqual(["skipped"]);
    await submit({ platform: { entityId: "north", applicationId: "shop" } });
    await arrived(others.path, 2);
    await arrived(all.path, 4);
    for (const { id } of [all, ends, skips, others]) await quiet(id);
    expect([all, ends, skips, others].map(({ path }) => receiver.at(path).length)).toEqual([4, 2, 2, 2]);
  });

  it("lose nothing while a receiver fails for an hour, and mark every repetition by its id", async () => {
    const { path, secret, id } = await make();
    receiver.answer = answering(500);
    const sent = [await submit(), await submit({ to: Array.from({ length: 5 }, () => ({ addresses: { phone: newAddress() } })) })];
    const recipients = sent.reduce((sum, { counts }) => sum + counts.recipients, 0);
    await endpointThat(id, "has all", ({ waiting }) => waiting === 2 * recipients);
    for (const [tries, wait] of [6 * second, 6 * minute, 36 * minute].entries()) {
      await noted(id, 2 * recipients * (tries + 1));
      await advance(wait, shared);
    }
    await noted(id, 2 * recipients * 4);
    receiver.answer = answering(204);
    await advance(3 * hour, shared);
    await quiet(id);
    const taken = receiver.at(path).slice(2 * recipients * 4).map((post) => verified(post, secret));
    expect(taken).toHaveLength(2 * recipients);
    const numbers = Map.groupBy(taken, ({ deliveryId }) => deliveryId);
    expect(numbers.size).toBe(recipients);
    for (const reports of numbers.values()) expect(new Set(reports.map(({ number }) => number))).toEqual(new Set([1, 2]));
    expect(new Set(receiver.at(path).map(({ headers }) => headers["webhook-id"])).size).toBe(2 * recipients);
    expect(new Set(receiver.at(path).map(({ headers }) => headers["webhook-signature"])).size).toBeGreaterThan(2 * recipients - 1);
    expect(await webhooks().get(id)).toMatchObject({ state: "active", givenUp: 0 });
    expect(await webhooks().get(id)).not.toHaveProperty("failingSince");
  });

  it("post again what a process had under way when it died", async () => {
    const { path, id } = await make();
    await webhooks().pause(id);
    await submit();
    await endpointThat(id, "has both", ({ waiting }) => waiting === 2);
    // As a process does that dies before it can note what became of them; no other sees the endpoint resumed before that.
    const { posts } = await shared.connection.transaction().execute(async (transaction) => {
      await sql`update webhook_endpoint set paused_at = null`.execute(transaction);
      return claimPosts(transaction, shared.context.projectId, { leaseMs: 60_000, afterLane: "", lanesAtOnce: 10, rooms: new Map(), usualRoom: 8, limit: 100 });
    });
    expect(posts.map(({ tries }) => tries)).toEqual([1, 1]);
    await advance(59 * second, shared);
    expect(receiver.at(path)).toEqual([]);
    await advance(2 * second, shared);
    await arrived(path, 2);
    await quiet(id);
  });
});
