import { startScriptedProvider, textOf, type ScriptedProvider } from "@todoke/adapter-kit";
import { ProviderError } from "@todoke/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HttpSmsConfig } from "./config.ts";
import { createHttpSms } from "./create-http-sms.ts";
import { httpSmsProvider } from "./definition.ts";
import { plainCarrier } from "./testing/plain-carrier.ts";

const to = "+66812345678";
const text = { type: "text", text: "Hello" } as const;

let carrier: ScriptedProvider;
beforeAll(async () => {
  carrier = await startScriptedProvider();
});
afterAll(() => carrier.close());

type Sms = Parameters<ReturnType<typeof createHttpSms>["send"]>;

/** Sends once through a carrier that accepts everything, and gives what arrived there. */
async function arrivedFor(change: Partial<HttpSmsConfig>, message: Partial<Sms[0]> = {}) {
  carrier.play({ status: 200, body: { id: "m-1" } });
  const sms = createHttpSms({ ...plainCarrier(carrier.url), ...change });
  await sms.send({ to, content: text, ...message });
  await sms.close();
  const [request] = carrier.requests;
  return request!;
}

async function jsonFor(json: Record<string, string>, change: Partial<HttpSmsConfig>, message: Partial<Sms[0]> = {}) {
  const body = { json: { to: "{{to}}", text: "{{text}}", ...json } };
  const request = await arrivedFor({ request: { url: carrier.url, body }, ...change }, message);
  return JSON.parse(textOf(request)) as Record<string, unknown>;
}

describe("what goes out", () => {
  test("by GET, with everything in the query", async () => {
    const request = { method: "GET", url: `${carrier.url}/send?v=2`, query: { to: "{{to}}", text: "{{text}}" } } as const;
    const arrived = await arrivedFor({ request }, { content: { type: "text", text: "a&b=ส่ง +" } });
    const address = new URL(arrived.path, carrier.url);
    expect([arrived.method, address.pathname, textOf(arrived)]).toEqual(["GET", "/send", ""]);
    expect(Object.fromEntries(address.searchParams)).toEqual({ v: "2", to, text: "a&b=ส่ง +" });
  });

  test("as XML", async () => {
    const body = { text: "<sms><to>{{to}}</to><m>{{text}}</m></sms>", contentType: "text/xml; charset=utf-8", escape: "xml" } as const;
    const arrived = await arrivedFor({ request: { url: carrier.url, body } }, { content: { type: "text", text: "<席> & 席" } });
    expect(arrived.headers["content-type"]).toBe("text/xml; charset=utf-8");
    expect(textOf(arrived)).toBe(`<sms><to>${to}</to><m>&lt;席&gt; &amp; 席</m></sms>`);
  });

  test.each([
    ["utf-8", "Aก😀", "Aก😀", "8", 1],
    ["ucs2-hex", "Aก😀", "00410E01D83DDE00", "8", 1],
    ["ucs2-hex", "A", "0041", "0", 1],
    ["ucs2-hex-unless-gsm7", "A€", "A€", "0", 1],
    ["ucs2-hex-unless-gsm7", "席".repeat(71), "5E2D".repeat(71), "8", 2],
  ] as const)("a text in %s", async (textEncoding, words, written, coding, segments) => {
    const codings = { gsm7: "0", ucs2: "8" };
    const content = { type: "text", text: words } as const;
    const sent = await jsonFor({ coding: "{{coding}}", parts: "{{segments}}" }, { textEncoding, codings }, { content });
    expect(sent).toEqual({ to, text: written, coding, parts: segments });
  });

  test("from the sender of the recipient's country, else from the default one", async () => {
    const senders = { from: "Shop", senderByCountry: { TW: "0911222333" } };
    expect(await jsonFor({ from: "{{from}}" }, senders)).toMatchObject({ from: "Shop" });
    expect(await jsonFor({ from: "{{from}}" }, senders, { to: "+886912345678" })).toMatchObject({ from: "0911222333" });
    const failed = await failureOf({ ...withSender(), senderByCountry: { TW: "Shop" } });
    expect(failed).toMatchObject({ class: "sender", providerCode: "no-sender-for-country" });
  });

  test.each([
    [undefined, undefined, undefined],
    [1, 60, 1],
    [90_500, 90, 1],
    [3_600_000, 3_600, 60],
    [999_999_999, 86_400, 1_440],
  ])("valid for %s ms", async (validityPeriodMs, seconds, minutes) => {
    const names = { s: "{{validitySeconds}}", m: "{{validityMinutes}}", until: "{{validUntil}}" };
    const validity = { minMs: 60_000, maxMs: 86_400_000 };
    const { s, m, until } = await jsonFor(names, { validity }, validityPeriodMs === undefined ? {} : { validityPeriodMs });
    expect([s, m]).toEqual([seconds, minutes]);
    const leftMs = typeof until === "string" ? Date.parse(until) - Date.now() : undefined;
    if (seconds === undefined) expect(leftMs).toBeUndefined();
    else expect(Math.abs(leftMs! - Math.min(Math.max(validityPeriodMs!, 60_000), 86_400_000))).toBeLessThan(10_000);
  });

  test("with the secret that callbacks must bring, in the address for them", async () => {
    const authentication = { type: "query", parameter: "key", secrets: ["0123456789abcdef"] } as const;
    const callbacks = { format: "form", authentication, report: { status: "s", statuses: { "1": "sent" } } } as const;
    const callbackUrl = "https://hooks.example.com/v1/inbound/a?attempt=t0ken";
    const sent = await jsonFor({ cb: "{{callbackUrl}}" }, { callbacks }, { callbackUrl });
    expect(sent).toMatchObject({ cb: `${callbackUrl}&key=0123456789abcdef` });
  });

  function withSender(): HttpSmsConfig {
    const plain = plainCarrier(carrier.url);
    return { ...plain, request: { ...plain.request, query: { from: "{{from}}" } } };
  }
});

async function failureOf(config: HttpSmsConfig, options: Sms[1] = {}): Promise<ProviderError> {
  const sms = createHttpSms(config);
  const error: unknown = await sms.send({ to, content: text }, options).catch((thrown: unknown) => thrown);
  await sms.close();
  if (!ProviderError.is(error)) throw error;
  return error;
}

describe("for those who import it", () => {
  test("a receipt, after a call that was throttled and repeated", async () => {
    carrier.play([{ status: 429, headers: { "retry-after": "0" } }, { status: 200, body: { id: 7 } }]);
    const sms = createHttpSms(plainCarrier(carrier.url));
    expect(await sms.send({ to: "+66 81-234-5678", content: text }, { attempts: 2 })).toEqual({
      providerMessageIds: ["7"],
      requestId: undefined,
      retryKey: undefined,
      duplicate: false,
      segments: 1,
    });
    expect(sms.webhook).toBeUndefined();
    expect(sms.adapter.evidence).toBeUndefined();
    await sms.close();
  });

  test("an outcome left open is not repeated", async () => {
    carrier.play("reset");
    expect(await failureOf(plainCarrier(carrier.url), { attempts: 3 })).toMatchObject({ class: "ambiguous" });
    expect(carrier.requests).toHaveLength(1);
  });

  test("nothing is sent to a country that the carrier does not serve", async () => {
    carrier.play({ status: 200, body: { id: 7 } });
    const failed = await failureOf({ ...plainCarrier(carrier.url), countries: ["TW", "JP"] });
    expect(failed).toMatchObject({ class: "recipient", providerCode: "country-not-served" });
    expect(carrier.requests).toHaveLength(0);
  });

  test("an answer without an end is not read to it", async () => {
    carrier.play({ status: 200, body: { id: "m-1", padding: "x".repeat(300_000) } });
    expect(await failureOf(plainCarrier(carrier.url))).toMatchObject({ class: "ambiguous", providerCode: "no-message-id" });
  });

  test("a definition whose accounts live side by side", async () => {
    const accounts = [1, 2].map(() => httpSmsProvider.createAccount({ ...plainCarrier(carrier.url) }));
    expect(httpSmsProvider.provider).toBe("http");
    expect(accounts.map(({ adapters }) => adapters.map(({ provider, channel }) => `${provider} ${channel}`))).toEqual([["http sms"], ["http sms"]]);
    await Promise.all(accounts.map((account) => account.close()));
  });
});
