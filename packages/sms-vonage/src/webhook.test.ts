import { describe, expect, it } from "vitest";
import { signedRequest } from "./testing/signed-request.ts";
import { createWebhook } from "./webhook.ts";

const id = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
const webhook = createWebhook([]);
const status = { message_uuid: id, status: "delivered", channel: "sms" };
const written = { message_uuid: id, channel: "sms", from: "819012345678", text: "はい" };

describe("a status", () => {
  it("leads back by reference, by token and by the message's id, as far as it has them", () => {
    const reference = "11111111-2222-4333-8444-555555555555";
    const url = "https://hooks.example.com/in?a=b&attempt=token%2B1#fragment";
    const correlationOf = (body: object, to = {}) => webhook.parse(signedRequest(body, to)).map((event) => "correlation" in event && event.correlation);
    expect(correlationOf({ ...status, client_ref: reference }, { url })).toEqual([
      { attemptId: reference, callbackToken: "token+1", providerMessageId: id },
    ]);
    expect(correlationOf(status)).toEqual([{ providerMessageId: id }]);
    expect(correlationOf({ ...status, client_ref: "order-42" })).toEqual([{ providerMessageId: id }]);
    expect(correlationOf({ ...status, client_ref: 42 })).toEqual([{ providerMessageId: id }]);
  });

  it.each([
    [{ type: "https://developer.vonage.com/api-errors/messages#1180", title: "1180" }, "1180", "unreachable"],
    [{ error: { type: "https://developer.vonage.com/api-errors/messages#rejected", title: 1210 } }, "1210", "content"],
    [{ type: "about:blank", title: "+819012345678" }, "rejected", "recipient"],
    [{ title: null }, "rejected", "recipient"],
    ["1180", "rejected", "recipient"],
  ])("takes the code out of the error %j, and nothing else", (error, providerCode, errorClass) => {
    expect(webhook.parse(signedRequest({ ...status, status: "rejected", error }))).toMatchObject([{ evidence: "failed", providerCode, errorClass }]);
  });

  it("has a time even where Vonage gives none that can be read", () => {
    const [event] = webhook.parse(signedRequest({ ...status, timestamp: "yesterday" }));
    expect(Math.abs((event?.at.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
  });
});

describe("what people write", () => {
  it.each([
    ["819012345678", "+819012345678"],
    ["447700900000", "+447700900000"],
    ["12345", "12345"],
    ["TODOKE", "TODOKE"],
  ])("comes from %s as %s", (from, address) => {
    expect(webhook.parse(signedRequest({ ...written, from }))).toMatchObject([{ type: "inbound", addressKind: "phone", address }]);
  });

  it("needs somebody who wrote it", () => {
    expect(webhook.parse(signedRequest({ ...written, from: undefined }))).toEqual([]);
  });
});
