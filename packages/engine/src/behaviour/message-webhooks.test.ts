import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, submitText, until } from "../testing/test-engine.ts";
import { answering, verified } from "../testing/webhook-receiver.ts";
import { useWebhooks } from "../testing/webhook-stage.ts";

describe.each(testDatabases.slice(-1))("webhooks of messages on $name", (database) => {
  const { receiver, shared, webhooks, submit, arrived, numbered } = useWebhooks(database);
  const to = (path: string, finalOnly?: boolean) => ({ delivery: { url: receiver.url(path), ...(finalOnly !== undefined && { finalOnly }) } });
  const nothingWaits = () => until("nothing waits", async () =>
    (await sql`select from webhook_post where due_at is not null`.execute(shared.connection)).rows.length === 0);

  it("need a secret of the project, and an address that does not lead inside", async () => {
    await expect(submit({ webhooks: { delivery: { url: "https://10.0.0.1/" } } })).rejects.toMatchObject({
      problems: [{ pointer: "/webhooks/delivery/url", code: "address-refused" }, { pointer: "/webhooks", code: "no-webhook-secret" }],
    });
    await expect(shared.engine.explain({ to: [], content: { type: "text", text: "Hello" }, webhooks: to("/own") })).rejects.toMatchObject({
      problems: [{ code: "no-webhook-secret" }],
    });
    expect(await webhooks().messageSecret()).toBeUndefined();
  });

  it("get the message's own reports, signed by that secret, also while nobody else listens", async () => {
    const { secret: first } = await webhooks().rotateMessageSecret({});
    const address = newAddress();
    const message = await submitText(shared, { phone: address }, { webhooks: to("/own") });
    expect(message.webhooks).toEqual(to("/own"));
    expect((await shared.engine.message(message.id))?.webhooks).toEqual(to("/own"));
    const posts = await arrived("/own", 2);
    expect(posts.map((post) => verified(post, first).messageId)).toEqual([message.id, message.id]);
    expect(posts.map(({ text }) => text).join()).not.toContain(address);
    const { secret: second } = await webhooks().rotateMessageSecret({ overlap: "PT0S" });
    const ends = await submit({ webhooks: to("/ends", true) });
    await submit();
    const [post] = await arrived("/ends", 1);
    expect(verified(post!, second)).toMatchObject({ messageId: ends.id, type: "outcome" });
    expect(() => verified(post!, first)).toThrow();
    await nothingWaits();
    expect([receiver.at("/own").length, receiver.at("/ends").length]).toEqual([2, 1]);
    expect(await webhooks().messageSecret()).toMatchObject({ createdAt: expect.any(Date) as Date, rotatedAt: expect.any(Date) as Date });
  });

  it("are worded as the message asks for, with the person's addresses, where the engine knows how", async () => {
    await webhooks().rotateMessageSecret({});
    const address = newAddress();
    const message = await submitText(shared, { phone: address }, { webhooks: { delivery: { ...to("/worded", true).delivery, format: "short" } } });
    const [post] = await arrived("/worded", 1);
    expect(post!.text).toBe(`${message.id} to ${address}: outcome`);
    expect(message.webhooks?.delivery.format).toBe("short");
    await expect(submit({ webhooks: { delivery: { ...to("/worded").delivery, format: "long" } } })).rejects.toMatchObject({
      problems: [{ pointer: "/webhooks/delivery/format", code: "unknown-format", detail: "must be one of short" }],
    });
  });

  it("end for a message whose address is gone, and for no other", async () => {
    receiver.answer = (post, response) => answering(post.path === "/gone" ? 410 : 500)(post, response);
    await submit({ webhooks: to("/gone", true) });
    await submit({ webhooks: to("/there", true) });
    await arrived("/gone", 1);
    await arrived("/there", 1);
    await until("one is given up", async () =>
      (await sql`select from webhook_post where due_at is null and failure = 'http-410'`.execute(shared.connection)).rows.length === 1);
    receiver.answer = answering(200);
    await advance(6_000, shared);
    await arrived("/there", 2);
    await nothingWaits();
    expect(receiver.at("/gone")).toHaveLength(1);
  });

  it("get no more than eight posts at a time at one host, whatever messages name it", async () => {
    const held: (() => void)[] = [];
    receiver.answer = (_post, response) => void held.push(() => response.writeHead(204).end());
    for (let count = 0; count < 10; count += 1) await submit({ webhooks: to(`/order-${count}?secret=1`, true) });
    await numbered();
    await until("eight are under way", () => held.length === 8);
    held.shift()!();
    await until("a ninth follows", () => receiver.posts.length === 9);
    await until("all are let go", async () => {
      held.splice(0).forEach((end) => end());
      return (await sql`select from webhook_post where due_at is not null`.execute(shared.connection)).rows.length === 0;
    });
    expect(receiver.posts).toHaveLength(10);
  });
});
