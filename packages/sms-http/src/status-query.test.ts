import { startScriptedProvider, type ScriptedProvider } from "@todoke/adapter-kit";
import type { AttemptTrace } from "@todoke/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StatusQueryRules } from "./config.ts";
import { createHttpSms } from "./create-http-sms.ts";
import { plainCarrier } from "./testing/plain-carrier.ts";

const attempt: AttemptTrace = {
  attemptId: "0190a6f0-7b1c-7c3e-9d55-1f2e3a4b5c6d",
  to: "+66812345678",
  payload: { text: "Hello" },
  startedAt: new Date(),
  providerMessageIds: ["m 1"],
  isTaken: () => Promise.resolve(false),
};
const statuses = { "4": "delivered", "6": "recipient" } as const;

let carrier: ScriptedProvider;
beforeAll(async () => {
  carrier = await startScriptedProvider();
});
afterAll(() => carrier.close());

async function ask(rules: Omit<StatusQueryRules, "statuses">, trace: AttemptTrace = attempt) {
  const sms = createHttpSms({ ...plainCarrier(carrier.url), statusQuery: { ...rules, statuses } });
  try {
    return await sms.adapter.reconcile!.find(trace, { timeoutMs: 20_000 });
  } finally {
    await sms.close();
  }
}

test("asks by the carrier's id in a path, and reads lines of text", async () => {
  carrier.play({ status: 200, body: "id=m 1\nstatus=6\ntime=2026-06-01 08:00:05\n" });
  const request = { method: "GET", url: `${carrier.url}/status/{{messageId}}` } as const;
  const report = await ask({ request, status: { pattern: "^status=(.*)$" }, at: { pattern: "^time=(.*)$" }, utcOffset: "+08:00" });
  expect(report).toEqual({
    evidence: "failed",
    errorClass: "recipient",
    providerCode: "6",
    providerMessageId: "m 1",
    at: new Date("2026-06-01T00:00:05Z"),
  });
  expect(carrier.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /status/m%201"]);
});

test("asks nothing by an id that it does not have", async () => {
  carrier.play({ status: 200, body: { s: 4 } });
  const request = { url: carrier.url, query: { id: "{{messageId}}" } };
  expect(await ask({ request, status: "s" }, { ...attempt, providerMessageIds: [] })).toBeUndefined();
  expect(carrier.requests).toHaveLength(0);
});

test("asks by our own reference without one, and learns it", async () => {
  carrier.play({ status: 200, body: { s: 4, id: "m-2" } });
  const request = { url: carrier.url, body: { form: { ref: "{{attemptIdHex}}" } } };
  const report = await ask({ request, status: "s", messageId: "id" }, { ...attempt, providerMessageIds: [] });
  expect(report).toMatchObject({ evidence: "delivered", providerMessageId: "m-2" });
  expect(Buffer.from(carrier.requests[0]!.body).toString()).toBe("ref=0190a6f07b1c7c3e9d551f2e3a4b5c6d");
});

test("concludes nothing from a status that is not listed, and fails where there is none", async () => {
  const rules = { request: { url: `${carrier.url}/{{messageId}}` }, status: "s", code: "error" };
  carrier.play({ status: 200, body: { s: 5 } });
  expect(await ask(rules)).toBeUndefined();
  carrier.play({ status: 200, body: { hello: "world" } });
  await expect(ask(rules)).rejects.toMatchObject({ class: "unavailable", providerCode: "no-status" });
  carrier.play({ status: 200, body: { error: "E1" } });
  await expect(ask(rules)).rejects.toMatchObject({ class: "sender", providerCode: "E1" });
});
