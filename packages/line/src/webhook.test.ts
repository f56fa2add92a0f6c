import { startSimulator } from "@todoke/simulator";
import { describe, expect, test } from "vitest";
import { SignatureError, type InboundRequest } from "@todoke/core";
import { createLine } from "./create-line.ts";
import { deliveryTagFor } from "./delivery-tag.ts";
import { startWebhookReceiver } from "./testing/webhook-receiver.ts";
import { createWebhook } from "./webhook.ts";

const secret = "8c570fa6dd201bb328f1c1eac23a96d8";
const webhook = createWebhook([secret]);

function inbound(body: string | Uint8Array, signature?: string): InboundRequest {
  return {
    method: "POST",
    url: "https://example.com/v1/inbound/line",
    headers: { "x-line-signature": signature },
    body: typeof body === "string" ? Buffer.from(body) : body,
  };
}

const signed = {
  empty: {
    body: '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}',
    signature: "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=",
  },
  delivery: {
    body: '{"destination":"Uc7472b39e21dab71c2347e02714630d6","events":[{"type":"delivery","delivery":{"data":"msg_0123456789abcdef"},"webhookEventId":"01G17EJCGAVV66J5WNA7ZCTF6H","deliveryContext":{"isRedelivery":false},"timestamp":1650591346705,"mode":"active"}]}',
    signature: "pEeAYckmIeZfgZdP3SzKivwNkWo7AAMK/P6zyDk+Ki8=",
  },
  escaped: {
    body: '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[{"type":"message","message":{"type":"text","id":"1","quoteToken":"q","text":"\\uD83E\\uDD28"},"webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR","deliveryContext":{"isRedelivery":false},"timestamp":1462629479859,"source":{"type":"user","userId":"U4af4980629cbdbb91a9c0b1f0e4d2a11"},"replyToken":"nHuyWiB7yP5Zw52FIkcQobQuGDXCTA","mode":"active"}]}',
    signature: "99UjN3xmZefnXpdTHN1NnOf0hOuo1z2QWWZteX2d3UA=",
  },
};

describe("verify", () => {
  test.each(Object.entries(signed))("accepts what LINE signed: %s", (_name, { body, signature }) => {
    expect(() => webhook.verify(inbound(body, signature))).not.toThrow();
  });

  test("covers the raw bytes: the same event written anew does not fit", () => {
    const rewritten = JSON.stringify(JSON.parse(signed.escaped.body));
    expect(() => webhook.verify(inbound(rewritten, signed.escaped.signature))).toThrow(SignatureError);
    expect(() => webhook.verify(inbound(rewritten, "RkX8dBOk0DjY5jUYhGE0orRyNb9a3ycw0AJ5dTxISls="))).not.toThrow();
  });

  test("reads a body that is a window on a larger buffer", () => {
    const bytes = Buffer.from(`....${signed.empty.body}....`);
    const body = new Uint8Array(bytes.buffer, bytes.byteOffset + 4, bytes.length - 8);
    expect(() => webhook.verify(inbound(body, signed.empty.signature))).not.toThrow();
  });

  test.each([undefined, "", "not base64", signed.delivery.signature])("refuses the signature %j", (signature) => {
    expect(() => webhook.verify(inbound(signed.empty.body, signature))).toThrow(SignatureError);
  });

  test("accepts every secret that is in force, in any place", () => {
    const rotating = createWebhook(["new", secret, "switcher"]);
    expect(() => rotating.verify(inbound(signed.empty.body, signed.empty.signature))).not.toThrow();
    expect(() => createWebhook(["new"]).verify(inbound(signed.empty.body, signed.empty.signature))).toThrow(
      SignatureError,
    );
  });
});

test.each(["", "{", "null", "[]", '{"events":{}}', '{"events":[]}'])("%j holds no events", (body) => {
  expect(webhook.parse(inbound(body))).toEqual([]);
});

test("what is posted to a server verifies, parses, and finds the attempt and the person again", async () => {
  const { url: webhookUrl, posted } = await startWebhookReceiver();
  const person = { lineUserId: `U${"a".repeat(32)}`, phone: "+819012345601", notification: "consented" } as const;
  const simulator = await startSimulator({ people: [person], line: { channelSecret: "line-secret", webhookUrl } });
  const line = createLine({
    channelAccessToken: "line-token",
    channelSecret: "line-secret",
    apiBaseUrl: simulator.url,
  });

  const content = { type: "notification", templateKey: "shipment_completed_ja" } as const;
  const { deliveryTag } = await line.sendNotification({ phone: person.phone, content });
  await simulator.settled();
  simulator.advanceClock(60_000);
  simulator.setPerson(person.lineUserId, { line: "blocked" });
  await simulator.settled();

  for (const request of posted) line.webhook?.verify(request);
  const events = posted.flatMap((request) => line.webhook?.parse(request) ?? []);
  expect(events).toMatchObject([
    { type: "evidence", evidence: "delivered", correlation: { attemptId: expect.any(String) } },
    { type: "reachability", address: person.lineUserId, reachability: "unreachable", providerCode: "unfollow" },
    { type: "inbound", address: person.lineUserId, providerCode: "unfollow" },
  ]);
  const [delivered] = events;
  expect(delivered?.type === "evidence" && deliveryTagFor(delivered.correlation.attemptId ?? "")).toBe(deliveryTag);

  await line.close();
  await simulator.close();
});
