import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SendRequest } from "@todoke/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTwilioSms } from "./create-twilio-sms.ts";
import type { TwilioSmsConfig } from "./config.ts";

const accountSid = `AC${"0".repeat(32)}`;
const messagingServiceSid = `MG${"1".repeat(32)}`;
const answer = JSON.stringify({
  sid: `SM${"2".repeat(32)}`,
  status: "queued",
  date_created: null,
  date_updated: null,
  date_sent: null,
});

interface ReceivedCall {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

const calls: ReceivedCall[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = await request.toArray();
  calls.push({
    path: `${request.method} ${request.url}`,
    authorization: request.headers.authorization,
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  });
  response.writeHead(201, { "content-type": "application/json" }).end(answer);
});
let apiBaseUrl: string;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  calls.length = 0;
});

async function send(change: Partial<SendRequest> = {}, settings: Partial<TwilioSmsConfig> = {}) {
  const base = { accountSid, authToken: "twilio-token", from: "+15005550006", apiBaseUrl };
  const sms = createTwilioSms({ ...base, ...settings });
  const request: SendRequest = {
    attemptId: "0199d6a0-0000-7000-8000-000000000001",
    to: "+819012345678",
    payload: { body: "Hi & bye + こんにちは" },
    endpoint: "sms-create",
    purpose: "notice",
    ...change,
  };
  const receipt = await sms.adapter.send(request, { timeoutMs: 5_000 }).finally(() => sms.close());
  const [call] = calls;
  if (call === undefined) throw new Error("expected a call");
  return { receipt, call };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

describe("sendMessage", () => {
  it("posts text, sender and recipient to the account's messages", async () => {
    const { call } = await send();
    expect(call).toEqual({
      path: `POST /2010-04-01/Accounts/${accountSid}/Messages.json`,
      authorization: basic(accountSid, "twilio-token"),
      form: { To: "+819012345678", From: "+15005550006", Body: "Hi & bye + こんにちは" },
    });
  });

  it("answers with the sid, and leaves out a request id that Twilio did not give", async () => {
    const { receipt } = await send();
    expect(receipt).toEqual({ evidence: "accepted", providerMessageIds: [`SM${"2".repeat(32)}`], duplicate: false });
  });

  it("calls with the API key in the name of the account", async () => {
    const sid = `SK${"3".repeat(32)}`;
    const { call } = await send({}, { apiKey: { sid, secret: "key-secret" } });
    expect(call.authorization).toBe(basic(sid, "key-secret"));
    expect(call.path).toContain(accountSid);
  });

  it("keeps a path in the base address", async () => {
    const { call } = await send({}, { apiBaseUrl: `${apiBaseUrl}/proxy/` });
    expect(call.path).toBe(`POST /proxy/2010-04-01/Accounts/${accountSid}/Messages.json`);
  });

  it("asks Twilio to repeat status callbacks that fail", async () => {
    const { call } = await send({ callbackUrl: "https://hooks.example.com/v1/inbound/acc?attempt=t0ken" });
    expect(call.form["StatusCallback"]).toBe(
      "https://hooks.example.com/v1/inbound/acc?attempt=t0ken#rc=3&rp=all&tt=15000",
    );
  });

  it("keeps a callback's own overrides", async () => {
    const callbackUrl = "https://hooks.example.com/in#rc=1";
    expect((await send({ callbackUrl })).call.form["StatusCallback"]).toBe(callbackUrl);
  });

  it.each(["https://my_host.example.com/", "/v1/inbound", ""])("refuses callbacks to %j", async (callbackUrl) => {
    await expect(send({ callbackUrl })).rejects.toMatchObject({ providerCode: "invalid-callback-url" });
    expect(calls).toEqual([]);
  });

  it.each([
    [500, "1"],
    [1_000, "1"],
    [90_999, "90"],
    [48 * 3_600_000, "36000"],
  ])("hands a validity of %i ms over as %s seconds", async (validityPeriodMs, seconds) => {
    expect((await send({ validityPeriodMs })).call.form["ValidityPeriod"]).toBe(seconds);
  });

  it("hands smart encoding over as set", async () => {
    expect((await send({}, { smartEncoded: false })).call.form["SmartEncoded"]).toBe("false");
  });

  it("chooses the sender by the recipient's country", async () => {
    const senderByCountry = { JP: { messagingServiceSid }, TH: { from: "TODOKE" } };
    const { form } = (await send({}, { senderByCountry })).call;
    expect(form).toMatchObject({ MessagingServiceSid: messagingServiceSid });
    expect(form).not.toHaveProperty("From");
    calls.length = 0;
    expect((await send({ to: "+66812345678" }, { senderByCountry })).call.form["From"]).toBe("TODOKE");
    calls.length = 0;
    expect((await send({ to: "+886912345678" }, { senderByCountry })).call.form["From"]).toBe("+15005550006");
  });

  it("sends from one number out of a service's pool when both are set", async () => {
    const { form } = (await send({}, { messagingServiceSid })).call;
    expect(form).toMatchObject({ From: "+15005550006", MessagingServiceSid: messagingServiceSid });
  });

  it("refuses a country without a sender when there is no default", async () => {
    const sms = createTwilioSms({
      accountSid,
      authToken: "t",
      senderByCountry: { JP: { from: "+15005550006" } },
      apiBaseUrl,
    });
    const sending = sms.send({ to: "+66812345678", content: { type: "text", text: "Hi" } });
    await expect(sending).rejects.toMatchObject({ class: "sender", providerCode: "no-sender-for-country" });
    expect(calls).toEqual([]);
  });

  it("refuses a payload that render did not make", async () => {
    await expect(send({ payload: { text: "Hi" } })).rejects.toMatchObject({ class: "content" });
  });
});
