import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { InboundEvent, InboundRequest, JsonObject } from "@todoke/core";
import { createWebhook } from "./webhook.ts";
import { createWebhookHandler } from "./webhook-handler.ts";

const webhook = createWebhook(["secret"]);

function signed(...events: readonly JsonObject[]): InboundRequest {
  const body = Buffer.from(JSON.stringify({ destination: "Ubot", events }));
  const signature = createHmac("sha256", "secret").update(body).digest("base64");
  return { method: "POST", url: "https://example.com/line", headers: { "x-line-signature": signature }, body };
}

const unsend = (webhookEventId: string, timestamp = 1_000): JsonObject =>
  ({ type: "unsend", mode: "active", webhookEventId, timestamp, source: { type: "user", userId: "U1" }, unsend: { messageId: "1" } });

function createRecorder(remembered?: number) {
  const seen: string[] = [];
  const onEvent = ({ eventId }: InboundEvent) => void seen.push(eventId);
  return { seen, handle: createWebhookHandler(webhook, { onEvent, ...(remembered !== undefined && { remembered }) }) };
}

describe("a webhook handler", () => {
  test("hands on each event once, the earliest first, and answers 200", async () => {
    const { seen, handle } = createRecorder();
    expect(await handle(signed(unsend("b", 2_000), unsend("a", 1_000), unsend("b", 2_000)))).toBe(200);
    expect(await handle(signed(unsend("a", 1_000), unsend("c", 500)))).toBe(200);
    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("answers 200 to LINE's trial of the address, which holds no events", async () => {
    const { seen, handle } = createRecorder();
    expect(await handle(signed())).toBe(200);
    expect(seen).toEqual([]);
  });

  test("answers 401 to what LINE did not sign, and hands on nothing", async () => {
    const { seen, handle } = createRecorder();
    const request = signed(unsend("a"));
    expect(await handle({ ...request, headers: { "x-line-signature": "forged" } })).toBe(401);
    expect(await handle({ ...request, headers: {} })).toBe(401);
    expect(seen).toEqual([]);
  });

  test("hands on what failed again with the next copy, and what came after it", async () => {
    const seen: string[] = [];
    const handle = createWebhookHandler(webhook, {
      onEvent: async ({ eventId }) => {
        seen.push(eventId);
        if (seen.length === 1) throw new Error("not now");
      },
    });
    const request = signed(unsend("a", 1), unsend("b", 2));
    await expect(handle(request)).rejects.toThrow("not now");
    expect(await handle(request)).toBe(200);
    expect(seen).toEqual(["a", "a", "b"]);
  });

  test("waits with a copy's answer for the event that is being handled", async () => {
    let finish = () => {};
    const handling = new Promise<void>((resolve) => (finish = resolve));
    const handle = createWebhookHandler(webhook, { onEvent: () => handling });
    const answers: number[] = [];
    const both = [handle(signed(unsend("a"))), handle(signed(unsend("a")))].map((answer) => answer.then((status) => answers.push(status)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toEqual([]);
    finish();
    await Promise.all(both);
    expect(answers).toEqual([200, 200]);
  });

  test("forgets the oldest of more events than it shall remember", async () => {
    const { seen, handle } = createRecorder(2);
    await handle(signed(unsend("a"), unsend("b"), unsend("c")));
    await handle(signed(unsend("c"), unsend("a")));
    expect(seen).toEqual(["a", "b", "c", "a"]);
  });
});
