import type { InboundRequest } from "@todoke/core";
import { expect, test } from "vitest";
import type { CallbackRules } from "../callback-config.ts";
import { plainCarrier } from "../testing/plain-carrier.ts";
import { createWebhook } from "./webhook.ts";

const base = "https://hooks.example.com/v1/inbound/carrier";
const attemptId = "0190a6f0-7b1c-7c3e-9d55-1f2e3a4b5c6d";
const report = { status: "s", statuses: { D: "delivered", F: "sender", X: "unreachable" }, messageId: "id" } as const;
const secret: CallbackRules["authentication"] = { type: "header", header: "x-key", secrets: ["0123456789abcdef"] };

function parse(rules: CallbackRules, request: Partial<InboundRequest> & { readonly text?: string }) {
  const { text = "", ...rest } = request;
  const config = { ...plainCarrier(), countries: ["TH"], numberFormat: "national" as const };
  return createWebhook(config, rules).parse({ method: "POST", url: base, headers: {}, body: Buffer.from(text), ...rest });
}

test("a report that only its address proves is about that attempt alone, whatever it says", () => {
  const rules: CallbackRules = { format: "form", authentication: { type: "token" }, report: { ...report, attemptId: "ref" } };
  const [event, ...more] = parse(rules, { url: `${base}?attempt=t0ken`, text: `s=D&id=m-1&ref=${attemptId}` });
  expect(event).toMatchObject({ type: "evidence", evidence: "delivered", providerCode: "D" });
  expect(event).toHaveProperty("correlation", { callbackToken: "t0ken" });
  expect(event).not.toHaveProperty("providerMessageId");
  expect(more).toEqual([]);
  expect(parse(rules, { text: `s=D&id=m-1&ref=${attemptId}` })).toEqual([]);
});

test("one with a signature leads back by everything that it names", () => {
  const rules: CallbackRules = { format: "json", authentication: secret, report: { ...report, attemptId: "ref" } };
  const text = JSON.stringify({ s: "F", id: 12, ref: attemptId.replaceAll("-", "").toUpperCase() });
  expect(parse(rules, { text })).toMatchObject([
    { evidence: "failed", errorClass: "sender", correlation: { attemptId, providerMessageId: "12" }, providerMessageId: "12" },
  ]);
  expect(parse(rules, { text: '{"s":"F","id":"m-1","ref":"order-42"}' })).toMatchObject([{ correlation: { providerMessageId: "m-1" } }]);
  expect(parse(rules, { text: '{"s":"F"}' })).toEqual([]);
});

test("an error code makes a failure more exact, and a new one is kept beside it", () => {
  const exact = { ...report, errorCode: "e", errorCodes: { "33": "recipient" } } as const;
  const rules: CallbackRules = { format: "query", authentication: secret, report: exact };
  const reported = (query: string) => parse(rules, { method: "GET", url: `${base}?id=1&${query}` });
  expect(reported("s=X&e=33")).toMatchObject([{ errorClass: "recipient", providerCode: "33" }]);
  expect(reported("s=X&e=34")).toMatchObject([{ errorClass: "unreachable", providerCode: "34" }]);
  expect(reported("s=X&e=no%20answer%20from%200812345678")).toMatchObject([{ errorClass: "unreachable", providerCode: "X" }]);
  expect(reported("s=D&e=33")).toMatchObject([{ evidence: "delivered", providerCode: "D" }]);
  expect(reported("s=D&e=33")[0]).not.toHaveProperty("errorClass");
});

test("a list holds several reports, and strangers among them are left out", () => {
  const rules: CallbackRules = { format: "json", authentication: secret, list: "data.items", report };
  const items = [{ s: "D", id: 1 }, null, 7, { s: "?", id: 2 }, { s: "X", id: 3 }];
  const events = parse(rules, { text: JSON.stringify({ data: { items } }) });
  expect(events.map((event) => event.type === "evidence" && event.providerMessageId)).toEqual(["1", "3"]);
  expect(parse(rules, { text: '{"data":{"items":{}}}' })).toEqual([]);
});

test("without a word on how to tell them, an inbound message is what has no status", () => {
  const inbound = { from: "msisdn", messageId: "id", at: "time", utcOffset: "+07:00" };
  const rules: CallbackRules = { format: "form", authentication: secret, report, inbound };
  expect(parse(rules, { text: "s=D&id=1&msisdn=0812345678" })).toMatchObject([{ type: "evidence" }]);
  expect(parse(rules, { text: "id=2&msisdn=0812345678&msg=hello&time=2026-06-01+07%3A00%3A05" })).toEqual([
    {
      type: "inbound",
      eventId: "2",
      addressKind: "phone",
      address: "+66812345678",
      providerCode: "message",
      payload: { id: "2", msisdn: "0812345678", msg: "hello", time: "2026-06-01 07:00:05" },
      at: new Date("2026-06-01T00:00:05Z"),
    },
  ]);
  expect(parse(rules, { text: "id=3&msg=nobody" })).toEqual([]);
});
