import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SignatureError, type EvidenceEvent, type InboundRequest } from "@todoke/core";
import { startSimulator, type HandsetState } from "@todoke/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTwilioSms } from "./create-twilio-sms.ts";
import { createWebhook } from "./webhook.ts";

const accountSid = `AC${"0".repeat(32)}`;
const url = "https://hooks.example.com/v1/inbound/acc?attempt=t0ken";
const delivered = { MessageSid: "SM1", MessageStatus: "delivered", RawDlrDoneDate: "2611201530" };
const webhook = createWebhook(["current", "previous"]);

function formRequest(fields: Readonly<Record<string, string>>, token = "current", address = url): InboundRequest {
  const signed = Object.keys(fields).toSorted().map((name) => `${name}${fields[name]}`).join("");
  return {
    method: "POST",
    url: address,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": createHmac("sha1", token).update(address + signed).digest("base64"),
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

function jsonRequest(body: string, token = "current"): InboundRequest {
  const address = `${url}&bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
  const signature = createHmac("sha1", token).update(address).digest("base64");
  const headers = { "content-type": "application/json", "x-twilio-signature": signature };
  return { method: "POST", url: address, headers, body: Buffer.from(body) };
}

describe("verify", () => {
  it("accepts every token in force", () => {
    expect(() => webhook.verify(formRequest(delivered, "current"))).not.toThrow();
    expect(() => webhook.verify(formRequest(delivered, "previous"))).not.toThrow();
  });

  it("accepts an address with the connection overrides still in it", () => {
    const request = formRequest(delivered);
    expect(() => webhook.verify({ ...request, url: `${url}#rc=3&rp=all&tt=15000` })).not.toThrow();
  });

  it.each<[string, (request: InboundRequest) => InboundRequest]>([
    ["another token", () => formRequest(delivered, "stranger")],
    ["no signature", (request) => ({ ...request, headers: { "content-type": "application/x-www-form-urlencoded" } })],
    ["another body", (request) => ({ ...request, body: Buffer.from("MessageSid=SM2&MessageStatus=delivered") })],
    ["another query", (request) => ({ ...request, url: url.replace("t0ken", "other") })],
    ["a body of no type", ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, "content-type": "" } })],
    ["a hash put into the address", (request) => ({ ...request, url: `${url}&bodySHA256=00` })],
  ])("refuses %s", (_, change) => {
    expect(() => webhook.verify(change(formRequest(delivered)))).toThrow(SignatureError);
  });

  it("accepts a JSON body by the hash in the signed address, and no other body", () => {
    const request = jsonRequest('{"property": "value"}');
    expect(() => webhook.verify(request)).not.toThrow();
    expect(() => webhook.verify({ ...request, body: Buffer.from('{"property": "other"}') })).toThrow(SignatureError);
  });

  it("refuses everything when there is no token", () => {
    expect(() => createWebhook([]).verify(formRequest(delivered, ""))).toThrow(SignatureError);
  });
});

describe("parse", () => {
  it("reads a status callback, with the attempt's token from the address", () => {
    expect(webhook.parse(formRequest(delivered))).toEqual([
      {
        type: "evidence",
        eventId: "SM1:delivered::2611201530",
        correlation: { callbackToken: "t0ken", providerMessageId: "SM1" },
        providerMessageId: "SM1",
        evidence: "delivered",
        providerCode: "delivered",
        at: expect.any(Date),
      },
    ]);
  });

  it("reads a failure with its class", () => {
    const fields = { MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30003" };
    expect(webhook.parse(formRequest(fields))).toMatchObject([
      { evidence: "failed", errorClass: "unreachable", providerCode: "30003" },
    ]);
  });

  it("gives copies of one report the same event id, with Twilio's idempotency token or without", () => {
    const first = formRequest(delivered);
    const again = { ...first, headers: { ...first.headers, "i-twilio-idempotency-token": "token" } };
    expect(webhook.parse(again)[0]?.eventId).toBe(webhook.parse(first)[0]?.eventId);
  });

  it("goes by the sid alone where the address has no token", () => {
    const [event] = webhook.parse(formRequest(delivered, "current", "https://hooks.example.com/in"));
    expect(event).toMatchObject({ correlation: { providerMessageId: "SM1" } });
  });

  it("ignores fields that it does not know", () => {
    expect(webhook.parse(formRequest({ ...delivered, Novelty: "1" }))).toHaveLength(1);
  });

  it("reads a message that a person wrote", () => {
    const fields = { MessageSid: "SM2", SmsStatus: "received", From: "+819012345678", To: "+15005550006", Body: "はい" };
    expect(webhook.parse(formRequest(fields))).toEqual([
      {
        type: "inbound",
        eventId: "SM2",
        addressKind: "phone",
        address: "+819012345678",
        providerCode: "message",
        act: { type: "text", text: "はい" },
        payload: fields,
        at: expect.any(Date),
      },
    ]);
  });

  it.each([
    [{ Body: " stop " }, "STOP", "opt-out"],
    [{ Body: "UNSTOP" }, "START", "opt-in"],
    [{ Body: "info" }, "HELP", undefined],
    [{ Body: "STOP please" }, "message", undefined],
    [{ Body: "停止", OptOutType: "STOP" }, "STOP", "opt-out"],
    [{ Body: "再開", OptOutType: "START" }, "START", "opt-in"],
    [{ Body: "stop", OptOutType: "NOVELTY" }, "STOP", "opt-out"],
    [{ Body: "停止" }, "message", undefined],
    [{ Body: "" }, "message", undefined],
  ])("names the keyword in %j, and what it asks for", (fields, providerCode, consent) => {
    const inbound = { MessageSid: "SM2", SmsStatus: "received", From: "+819012345678", ...fields };
    const [event] = webhook.parse(formRequest(inbound));
    expect(event).toMatchObject({ providerCode });
    expect(event?.type === "inbound" && event.consent).toBe(consent);
  });

  it("knows the words of the settings", () => {
    const inbound = { MessageSid: "SM2", SmsStatus: "received", From: "+819012345678", Body: "配信停止" };
    const taught = createWebhook(["current"], { stop: ["配信停止"] });
    expect(taught.parse(formRequest(inbound))).toMatchObject([{ providerCode: "STOP", consent: "opt-out" }]);
  });

  it.each<[string, InboundRequest]>([
    ["an unknown status", formRequest({ MessageSid: "SM1", MessageStatus: "teleported" })],
    ["a form of another product", formRequest({ CallSid: "CA1", CallStatus: "completed" })],
    ["an empty form", formRequest({})],
    ["JSON", jsonRequest("{}")],
    ["bytes that are no text", { ...formRequest({}), body: new Uint8Array([0xff, 0x25, 0x3d, 0xfe]) }],
    ["an address that is none", { ...formRequest({}), url: "::?%" }],
  ])("finds nothing in %s", (_, request) => {
    expect(webhook.parse(request)).toEqual([]);
  });
});

/** Everything that was posted to an address of ours while one SMS ran its course. */
async function callbacksFor(handset: HandsetState) {
  const requests: InboundRequest[] = [];
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = Buffer.concat(await request.toArray());
    requests.push({ method: "POST", url: `http://${request.headers.host}${request.url}`, headers, body });
    response.writeHead(204).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const simulator = await startSimulator({
    people: [{ phone: "+819012345678", handset }],
    twilio: { accountSid, authToken: "twilio-token", statusDelayMs: 1 },
  });
  const settings = { accountSid, authToken: "twilio-token", from: "+15005550006" };
  const sms = createTwilioSms({ ...settings, apiBaseUrl: simulator.url });
  onTestFinished(async () => {
    await sms.close();
    await simulator.close();
    server.close();
  });
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?attempt=t0ken`;
  const receipt = await sms.send({ to: "+819012345678", content: { type: "text", text: "Hi" }, callbackUrl });
  simulator.advanceClock(60_000);
  await simulator.settled();
  for (const request of requests) sms.webhook.verify(request);
  const events = requests.flatMap((request) => sms.webhook.parse(request)) as EvidenceEvent[];
  return { receipt, events };
}

describe("callbacks over HTTP", () => {
  it.each<[HandsetState, readonly string[], string]>([
    ["on", ["sent", "delivered"], "delivered"],
    ["off", ["sent", "failed"], "30003"],
    ["unknown-number", ["sent", "failed"], "30005"],
    ["filtered", ["sent", "failed"], "30007"],
    ["silent", ["sent"], "sent"],
  ])("tell of a handset that is %s", async (handset, evidence, lastCode) => {
    const { receipt, events } = await callbacksFor(handset);
    expect(events.map((event) => event.evidence)).toEqual(evidence);
    expect(events.at(-1)?.providerCode).toBe(lastCode);
    for (const { correlation } of events) {
      expect(correlation).toEqual({ callbackToken: "t0ken", providerMessageId: receipt.providerMessageIds[0] });
    }
  });
});
