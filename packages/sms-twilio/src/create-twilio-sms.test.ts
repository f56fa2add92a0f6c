import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ConfigurationError, ProviderError } from "@todoke/core";
import { startSimulator, type Simulator } from "@todoke/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTwilioSms, type TwilioSms } from "./create-twilio-sms.ts";

const settings = { accountSid: `AC${"0".repeat(32)}`, authToken: "twilio-token", from: "+15005550006" };
const to = "+819012345678";
const hello = { type: "text", text: "Hello" } as const;

let simulator: Simulator;
let sms: TwilioSms;

beforeEach(async () => {
  simulator = await startSimulator();
  sms = createTwilioSms({ ...settings, apiBaseUrl: simulator.url });
});

afterEach(async () => {
  await sms.close();
  await simulator.close();
});

function requestCount(): number {
  return simulator.statistics().endpoints["sms-create"].requests;
}

async function refusal(sending: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ProviderError.is(error)) throw new Error("expected a ProviderError");
  return error;
}

describe("send", () => {
  it("sends one SMS and answers with its sid", async () => {
    const receipt = await sms.send({ to: "+81 90-1234-5678", content: { type: "text", text: "あ".repeat(71) } });
    const [entry, ...others] = simulator.ledger();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ endpoint: "sms-create", to: [to] });
    expect(receipt).toEqual({
      providerMessageIds: entry?.providerMessageIds,
      requestId: entry?.requestId,
      retryKey: undefined,
      duplicate: false,
      segments: 2,
    });
  });

  it.each([
    ["+15005550001", "recipient", "21211"],
    ["+15005550002", "recipient", "21612"],
    ["+15005550003", "sender", "21408"],
    ["+15005550004", "policy", "21610"],
    ["+15005550009", "recipient", "21614"],
  ])("is refused for Twilio's magic recipient %s as %s", async (magic, errorClass, providerCode) => {
    const error = await refusal(sms.send({ to: magic, content: hello }));
    expect(error).toMatchObject({ class: errorClass, providerCode, requestId: expect.stringMatching(/^RQ/) });
  });

  it.each([
    ["+15005550001", "sender", "21212"],
    ["+15005550007", "sender", "21606"],
    ["+15005550008", "throttled", "21611"],
  ])("is refused for Twilio's magic sender %s as %s", async (from, errorClass, providerCode) => {
    const other = createTwilioSms({ ...settings, from, apiBaseUrl: simulator.url });
    expect(await refusal(other.send({ to, content: hello }))).toMatchObject({ class: errorClass, providerCode });
    await other.close();
  });

  it("refuses a bad number and bad content before any call", async () => {
    expect(await refusal(sms.send({ to: "09012345678", content: hello }))).toMatchObject({
      class: "recipient",
      providerCode: "invalid-address",
    });
    expect(await refusal(sms.send({ to, content: { type: "text", text: "" } }))).toMatchObject({
      class: "content",
      providerCode: "empty-text",
    });
    expect(requestCount()).toBe(0);
  });

  it("makes one call where nothing else is asked for", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "status", status: 429 } });
    expect(await refusal(sms.send({ to, content: hello }))).toMatchObject({ class: "throttled" });
    expect(requestCount()).toBe(1);
  });

  it("repeats a throttled call as often as asked for", async () => {
    simulator.addFault({ endpoint: "sms-create", times: 2, fault: { kind: "status", status: 429 } });
    const receipt = await sms.send({ to, content: hello }, { attempts: 3 });
    expect(simulator.ledger().map((entry) => entry.providerMessageIds)).toEqual([receipt.providerMessageIds]);
  });

  it("never repeats a call that may have sent something", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "reset", accepted: true } });
    expect(await refusal(sms.send({ to, content: hello }, { attempts: 5 }))).toMatchObject({ class: "ambiguous" });
    expect(simulator.ledger()).toHaveLength(1);
  });

  it("stops repeating when it is aborted", async () => {
    const headers = { "retry-after": "3600" };
    simulator.addFault({ endpoint: "sms-create", times: 9, fault: { kind: "status", status: 429, headers } });
    const abort = new AbortController();
    const sending = refusal(sms.send({ to, content: hello }, { attempts: 9, signal: abort.signal }));
    await vi.waitFor(() => expect(requestCount()).toBe(1));
    abort.abort();
    expect(await sending).toMatchObject({ class: expect.stringMatching(/throttled|unavailable|ambiguous/) });
    expect(requestCount()).toBe(1);
  });

  it("can be used again after a failure", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "garbage", accepted: true } });
    await refusal(sms.send({ to, content: hello }));
    await expect(sms.send({ to, content: hello })).resolves.toMatchObject({ duplicate: false });
  });
});

describe("createTwilioSms", () => {
  it("names the setting that is wrong", () => {
    expect(() => createTwilioSms({ ...settings, from: "" })).toThrow(ConfigurationError);
  });

  it("loads Twilio's package with the first call and not before", async () => {
    const script = `
      import { createRequire } from "node:module";
      import { createTwilioSms, countSegments } from ${JSON.stringify(new URL("index.ts", import.meta.url).href)};
      const { cache } = createRequire(import.meta.url);
      const loaded = () => Object.keys(cache).some((path) => /[\\\\/]twilio[\\\\/]lib[\\\\/]/.test(path));
      const sms = createTwilioSms(${JSON.stringify({ ...settings, apiBaseUrl: "http://127.0.0.1:1" })});
      countSegments("Hello");
      const headers = { "x-twilio-signature": "x" };
      const request = { method: "POST", url: "https://example.com/", headers, body: Buffer.from("") };
      try { sms.webhook.verify(request); } catch {}
      const before = loaded();
      const error = await sms.send({ to: "${to}", content: { type: "text", text: "Hello" } }).catch((reason) => reason);
      console.log(JSON.stringify({ before, after: loaded(), class: error.class }));
    `;
    const flags = ["--conditions=@todoke/source", "--no-warnings", "--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, flags);
    expect(JSON.parse(stdout)).toEqual({ before: false, after: true, class: "unavailable" });
  });
});
