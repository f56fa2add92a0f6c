import { createSecretKey, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { Secrets } from "../secrets/secrets.ts";
import { dropOldFailures, dropOldPosts } from "../store/webhooks/drop-old-posts.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, until } from "../testing/test-engine.ts";
import { answering, verified } from "../testing/webhook-receiver.ts";
import { useWebhooks } from "../testing/webhook-stage.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Under a key that nobody has any more. */
const sealedElsewhere = new Secrets([createSecretKey(randomBytes(32))]).seal({ projectId: "default", kind: "webhook_endpoint.secret", id: "" }, "whsec_AAAA");

/** The SQL is the same on both kinds. */
describe.each(testDatabases.slice(-1))("endpoints of webhooks on $name", (database) => {
  const { receiver, told, shared, webhooks, make, submit, arrived, noted, quiet, endpointThat, numbered, another } = useWebhooks(database);

  it("do not wait for a receiver that hangs, which gets eight at a time", async () => {
    const [slow, quick] = [await make(), await make()];
    const held: (() => void)[] = [];
    receiver.answer = (post, response) => {
      const end = () => void response.writeHead(200).end();
      if (post.path === slow.path) held.push(end);
      else end();
    };
    await submit({ to: Array.from({ length: 10 }, () => ({ addresses: { phone: newAddress() } })) });
    await arrived(quick.path, 20);
    await quiet(quick.id);
    expect(held).toHaveLength(8);
    await until("all are let go", async () => {
      held.splice(0).forEach((end) => end());
      return (await webhooks().get(slow.id))?.waiting === 0;
    });
    expect(receiver.at(slow.path)).toHaveLength(20);
  });

  it.skipIf(database.kind !== "postgresql")("are shared by several processes, and posted once each", async () => {
    const { id, path } = await make();
    await webhooks().pause(id);
    const other = await another();
    await submit({ to: Array.from({ length: 50 }, () => ({ addresses: { phone: newAddress() } })) });
    await endpointThat(id, "has all", ({ waiting }) => waiting === 100);
    await webhooks().resume(id);
    await quiet(id);
    await other.engine.stop();
    expect(new Set(receiver.at(path).map(({ headers }) => headers["webhook-id"])).size).toBe(100);
    expect(receiver.at(path)).toHaveLength(100);
    expect(other.told.length).toBeGreaterThan(0);
    expect(told.filter(({ type }) => type === "webhook-post").length).toBe(100 - other.told.length);
  });

  it("are signed by both secrets while one is replaced, and by the new one alone after that", async () => {
    const { id, path, secret: before } = await make({ finalOnly: true });
    const { secret: after, formerSecretUntil } = (await webhooks().rotate(id, { overlap: "PT1H" }))!;
    expect(formerSecretUntil).toBeInstanceOf(Date);
    await submit();
    const [both] = await arrived(path, 1);
    expect([before, after].map((secret) => verified(both!, secret).type)).toEqual(["outcome", "outcome"]);
    await advance(hour + 1, shared);
    await submit();
    const [, alone] = await arrived(path, 2);
    expect(verified(alone!, after).type).toBe("outcome");
    expect(() => verified(alone!, before)).toThrow();
    await quiet(id);
    await expect(webhooks().rotate(id, { overlap: "P8D" })).rejects.toMatchObject({ problems: [{ pointer: "/overlap" }] });
  });

  it("stay away as long as a receiver asks for", async () => {
    const { id, path } = await make({ finalOnly: true });
    receiver.answer = answering(429, { "retry-after": "1200" });
    await submit();
    await noted(id, 1);
    receiver.answer = answering(200);
    await advance(19 * minute, shared);
    await submit();
    await endpointThat(id, "has all", ({ waiting }) => waiting === 2);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(receiver.at(path)).toHaveLength(1);
    await advance(2 * minute, shared);
    await quiet(id);
  });

  it("end where a receiver says that it is gone, and go on once it is resumed, with what it missed on request", async () => {
    const { id, path, secret } = await make({ finalOnly: true });
    receiver.answer = answering(410);
    const first = await submit();
    const gone = await endpointThat(id, "is disabled", ({ state }) => state === "disabled");
    expect(gone).toMatchObject({ disabledReason: "gone", disabledAt: expect.any(Date) as Date, waiting: 1, lastFailure: { code: "http-410" } });
    expect(told.filter(({ type }) => type === "webhook-disabled")).toEqual([{ type: "webhook-disabled", reason: "gone" }]);
    receiver.answer = answering(200);
    const missed = await submit();
    await until("it is over", async () => (await shared.engine.message(missed.id))?.status === "completed");
    await numbered();
    await advance(minute, shared);
    await expect(webhooks().replay(id, { from: gone.createdAt.toISOString() })).rejects.toMatchObject({ code: "endpoint-disabled" });
    // As if it had failed for long before.
    await sql`update webhook_post set due_at = due_at + interval '1 day', tries = 9`.execute(shared.connection);
    expect(await webhooks().resume(id)).toMatchObject({ state: "active" });
    await quiet(id);
    expect(receiver.at(path).map((post) => verified(post, secret).messageId)).toEqual([first.id, first.id]);
    expect(await webhooks().replay(id, { from: gone.disabledAt!.toISOString() })).toEqual({ reports: 1 });
    expect(verified((await arrived(path, 3)).at(-1)!, secret).messageId).toBe(missed.id);
    await quiet(id);
  });

  it("end where every post fails for five days, and say so; what was tried ten times is given up", async () => {
    const { id, path, secret } = await make({ finalOnly: true });
    receiver.answer = answering(500);
    await submit();
    for (const [tries, wait] of [6 * second, 6 * minute, 36 * minute, 2.4 * hour, 6 * hour, 12 * hour, 16.8 * hour, day, 28.8 * hour].entries()) {
      await noted(id, tries + 1);
      await advance(wait + second, shared);
    }
    await arrived(path, 10);
    const givenUp = await endpointThat(id, "has given up", (view) => view.givenUp === 1);
    expect(givenUp).toMatchObject({ state: "active", waiting: 0, failingSince: expect.any(Date) as Date });
    expect(told.filter(({ type }) => type === "webhook-post").map((observation) => "result" in observation && observation.result)).toEqual([...Array<string>(9).fill("failed"), "given-up"]);
    await advance(2 * day, shared);
    await submit();
    const disabled = await endpointThat(id, "is disabled", ({ state }) => state === "disabled");
    expect(disabled).toMatchObject({ disabledReason: "failing", waiting: 1 });
    receiver.answer = answering(200);
    await webhooks().resume(id);
    await quiet(id);
    const { reportId } = (await webhooks().attempts(id, { limit: 100 }))!.items.at(-1)!;
    expect(await webhooks().replay(id, { reports: [reportId, `rpt_${"0".repeat(32)}_0_1`] })).toEqual({ reports: 1 });
    await arrived(path, 13);
    expect(verified(receiver.at(path).at(-1)!, secret).id).toBe(reportId);
    expect(await endpointThat(id, "has nothing left", ({ waiting, givenUp: given }) => waiting + given === 0)).not.toHaveProperty("failingSince");
  });

  it("tell of failures by page, newest first, with what was answered", async () => {
    const { id } = await make();
    receiver.answer = answering(503);
    await submit({ to: [{ addresses: { phone: newAddress() } }, { addresses: { phone: newAddress() } }] });
    await noted(id, 4);
    const first = (await webhooks().attempts(id, { limit: 3 }))!;
    const rest = (await webhooks().attempts(id, { limit: 3, cursor: first.nextCursor! }))!;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 1, undefined]);
    expect(first.items[0]).toMatchObject({ status: 503, code: "http-503", attempt: 1, tookMs: expect.any(Number) as number });
    expect(await webhooks().attempts(`whe_${"0".repeat(32)}`, { limit: 3 })).toBeUndefined();
  });

  it("leave nothing behind that nobody can ask for any more", async () => {
    const { id } = await make();
    const { connection, context: { projectId } } = shared;
    receiver.answer = answering(500);
    await submit();
    await noted(id, 2);
    await sql`update webhook_failure set at = at - interval '31 days' where number = 1`.execute(connection);
    expect(await dropOldFailures(connection, projectId)).toBe(1);
    await sql`insert into webhook_failure
      select project_id, endpoint_id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, message_id, delivery, number, tries, failure, status, took_ms, at
      from webhook_failure, generate_series(1, 1000) as n`.execute(connection);
    expect(await dropOldFailures(connection, projectId)).toBe(1);
    expect((await webhooks().attempts(id, { limit: 1_000 }))!.items.map(({ id: attemptId }) => attemptId)).not.toContain("wha_00000000000070008000000000000001");
    await sql`update webhook_post set due_at = null, month = '2020-01-01' where number = 1`.execute(connection);
    expect(await dropOldPosts(connection, "2020-01-01", 10)).toBe(0);
    expect(await dropOldPosts(connection, "2020-02-01", 10)).toBe(1);
    expect(await webhooks().get(id)).toMatchObject({ waiting: 1, givenUp: 0 });
  });

  it("fail, and say so, where no key opens their secret", async () => {
    const { id, path } = await make();
    await sql`update webhook_endpoint set secret = ${sealedElsewhere}`.execute(shared.connection);
    await submit();
    await noted(id, 2);
    expect(await webhooks().get(id)).toMatchObject({ state: "active", lastFailure: { code: "secret-unreadable" } });
    expect(receiver.at(path)).toEqual([]);
    await expect(webhooks().test(id)).rejects.toMatchObject({ code: "secret-unreadable" });
  });

  it("are tried on request, whatever state the endpoint is in", async () => {
    const { id, path, secret } = await make();
    await webhooks().pause(id);
    expect(await webhooks().test(id)).toEqual({ taken: true, status: 200, tookMs: expect.any(Number) as number });
    const [post] = receiver.at(path);
    expect(verified(post!, secret)).toEqual({ endpointId: id });
    expect(JSON.parse(post!.text)).toMatchObject({ type: "webhook.test" });
    receiver.answer = answering(302, { location: receiver.url("/elsewhere") });
    expect(await webhooks().test(id)).toMatchObject({ taken: false, status: 302, code: "http-302" });
    expect(receiver.at("/elsewhere")).toEqual([]);
    await webhooks().change(id, { url: "https://receiver.invalid/" });
    expect(await webhooks().test(id)).toMatchObject({ taken: false, code: "unreachable" });
    await webhooks().change(id, { url: "https://localhost/" });
    expect(await webhooks().get(id)).toMatchObject({ state: "paused", waiting: 0 });
  });

  it("are refused to addresses that lead inside, and more than fifty of them", async () => {
    for (const url of ["http://8.8.8.8/", "https://10.0.0.1/", "https://[::ffff:10.0.0.1]/", "ftp://127.0.0.1/", "https://me:secret@example.com/", "nonsense"]) {
      await expect(make({ url })).rejects.toMatchObject({ problems: [{ pointer: "/url", code: "address-refused", detail: expect.not.stringContaining("secret@") as string }] });
    }
    for (let count = 0; count < 50; count += 1) await make();
    await expect(make()).rejects.toMatchObject({ problems: [{ code: "too-many" }] });
  });
});
