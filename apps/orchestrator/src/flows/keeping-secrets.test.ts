import { randomBytes } from "node:crypto";
import type { AnswerFault, Person } from "@todoke/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapiDocument } from "../http/openapi/openapi-document.ts";
import { arbitraryRequest } from "../testing/fuzzing/arbitrary-request.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testKey, withTestKey } from "../testing/test-key.ts";
import { TraceCollector } from "../testing/trace-collector.ts";

/** What must be seen nowhere but at the providers, and by callers who ask for a delivery. */
const secrets = {
  apiKey: testKey,
  lineToken: "canary-line-token",
  lineSecret: "canary-line-secret",
  twilioToken: "canary-twilio-token",
  storedToken: "canary-stored-token",
  storedSecret: "canary-stored-secret",
  secretsKey: randomBytes(32).toString("base64"),
  phone: "+819077665544",
  otherPhone: "+819077665545",
  lineUserId: `U${"c0ffee00".repeat(4)}`,
  text: "canary-text",
  variable: "canary-variable",
  webhookToken: "canary-webhook-token",
};

/** What the service made itself, and told once. */
const issued: string[] = [];

const people: readonly Person[] = [
  { line: "friend", lineUserId: secrets.lineUserId, phone: secrets.phone },
  { line: "none", phone: secrets.otherPhone },
];

/** Each befalls one call on LINE and one to Twilio. Vendors quote what they were sent. */
const faults: readonly AnswerFault[] = [
  { kind: "status", status: 500, body: Object.values(secrets).join(" ") },
  { kind: "status", status: 400, body: { message: `The property, '${secrets.lineUserId}', is wrong`, code: 21211, details: [{ message: secrets.text }] } },
  { kind: "status", status: 401, body: { message: `Authentication failed: ${secrets.lineToken}`, code: 20003 } },
  { kind: "status", status: 429, body: { message: secrets.text }, headers: { "retry-after": "1" } },
  { kind: "garbage", accepted: true },
  { kind: "reset", accepted: false },
  { kind: "cut", accepted: true },
];

const to = [
  { addresses: { line: secrets.lineUserId, phone: secrets.phone }, variables: { name: secrets.variable } },
  { addresses: { phone: secrets.otherPhone }, variables: { name: secrets.variable } },
];

describe("secrets, addresses and what messages say", () => {
  const log: string[] = [];
  const refusals: string[] = [];
  const accounts: string[] = [];
  const collector = new TraceCollector();
  let service: RunningService;

  beforeAll(async () => {
    await collector.open();
    service = await startService({
      log: { write: (line) => void log.push(line) },
      environment: { LINE_CHANNEL_ACCESS_TOKEN: secrets.lineToken, LINE_CHANNEL_SECRET: secrets.lineSecret, TWILIO_AUTH_TOKEN: secrets.twilioToken, TODOKE_SECRETS_KEY: secrets.secretsKey, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
      configuration: { egress: { allowedNetworks: ["127.0.0.0/8"] } },
      simulator: {
        people,
        line: { channelAccessToken: secrets.lineToken, channelSecret: secrets.lineSecret },
        twilio: { authToken: secrets.twilioToken },
      },
    });
    await makeEndpoints();
    for (const fault of faults) {
      service.simulator.addFault({ endpoint: "push", fault });
      service.simulator.addFault({ endpoint: "sms-create", fault });
      await send({ to, content: { type: "text", text: `${secrets.text} {{ name }}`, template: true } });
    }
    for (const request of badRequests) await send(request);
    await bringAccounts();
    await postWithWrongSignatures();
    await askEverything();
  }, 240_000);

  afterAll(async () => {
    await service.close();
    await collector.close();
  });

  it("are in no line of the log", () => {
    expect(log.length).toBeGreaterThan(30);
    expect(secretsIn(log)).toEqual([]);
  });

  it("are in no refusal", () => {
    expect(refusals.length).toBeGreaterThan(20);
    expect(secretsIn(refusals)).toEqual([]);
  });

  it("are in no metric", async () => {
    expect(secretsIn([String((await get(service.url, "/metrics")).body)])).toEqual([]);
  });

  it("are in no trace", async () => {
    const names = () => collector.spans.map(({ name }) => name);
    await expect.poll(names, { timeout: 10_000 }).toEqual(expect.arrayContaining(["POST /v1/messages", "accept message", "send line", "send sms", "post report"]));
    expect(collector.spans.length).toBeGreaterThan(100);
    expect(secretsIn(collector.exports.map(({ body }) => body))).toEqual([]);
  });

  it("of accounts are in nothing that the service tells", async () => {
    const told = await Promise.all(["/v1/accounts", "/v1/accounts/line", "/v1/accounts/twilio", "/readyz"].map((path) => get(service.url, path)));
    expect(secretsIn([...accounts, ...told.map(({ body }) => JSON.stringify(body))])).toEqual([]);
    expect(accounts.join("")).toContain("acc_");
  });

  const badRequests: readonly unknown[] = [
    { to: [{ addresses: { line: `${secrets.lineUserId}x`, phone: `${secrets.phone}x` } }], text: secrets.text },
    { to, content: { type: "text", text: `${secrets.text} {{ name | no_such_filter }}`, template: true } },
    { to, content: { type: "text", text: `${secrets.text} {{ other }}`, template: true } },
    { to, text: secrets.text, colour: secrets.phone },
    { to, text: secrets.text, plan: { steps: [{ channel: secrets.text }] } },
    { to: secrets.phone, text: [secrets.text] },
    `{"to": "${secrets.phone}", "text": "${secrets.text}`,
  ];

  /** One that is never reached, so that there are failures to tell of, and one that is refused. */
  async function makeEndpoints(): Promise<void> {
    for (const host of ["receiver.invalid", "10.0.0.1"]) {
      const { status, body } = await post(service.url, "/v1/webhook-endpoints", { name: "canary", url: `https://${host}/?token=${secrets.webhookToken}`, includePersonalData: true });
      if (status === 201) issued.push((body as { secret: string }).secret.slice("whsec_".length));
      else refusals.push(JSON.stringify(body));
    }
    expect(issued).toHaveLength(1);
  }

  async function send(request: unknown): Promise<void> {
    const { status, body } = await post(service.url, "/v1/messages", request);
    if (status >= 400) refusals.push(JSON.stringify(body));
  }

  /** With secrets that LINE refuses, or that stand where something else belongs. */
  async function bringAccounts(): Promise<void> {
    const settings = { channelAccessToken: secrets.storedToken, channelSecret: secrets.storedSecret, apiBaseUrl: service.simulator.url };
    const account = { provider: "line", name: "Canary", settings };
    const made = await post(service.url, "/v1/accounts", account);
    expect(made.status).toBe(201);
    const { id } = made.body as { id: string };
    const told = [
      made,
      await ask(service.url, "PATCH", `/v1/accounts/${id}`, { settings: { channelSecret: [secrets.storedSecret, secrets.storedToken] } }),
      await post(service.url, `/v1/accounts/${id}/pause`, {}),
      await get(service.url, `/v1/accounts/${id}`),
    ];
    const wrong = [
      { ...account, settings: { ...settings, tier: secrets.storedToken } },
      { ...account, settings: { ...settings, apiBaseUrl: `https://${secrets.storedSecret}.invalid/` } },
      { ...account, settings: { ...settings, country: { is: secrets.storedSecret } } },
      { ...account, settings: { ...settings, channelAccessToken: { privateKey: secrets.storedToken } } },
      { ...account, settings: JSON.stringify(settings) },
    ];
    const refused = [...(await Promise.all(wrong.map((each) => post(service.url, "/v1/accounts", each)))), await post(service.url, `/v1/accounts/${id}/probe`, {})];
    for (const { status, body } of refused) expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
    accounts.push(...told.map(({ body }) => JSON.stringify(body)));
    refusals.push(...refused.map(({ body }) => JSON.stringify(body)));
  }

  async function postWithWrongSignatures(): Promise<void> {
    for (const account of ["line", "twilio"]) {
      const headers = { "x-line-signature": secrets.lineSecret, "x-twilio-signature": secrets.twilioToken };
      const { body } = await post(service.url, `/v1/inbound/${account}`, { text: secrets.text, from: secrets.phone }, headers);
      refusals.push(JSON.stringify(body));
    }
  }

  /** Every operation, with secrets in the places of ids and of what it is told. */
  async function askEverything(): Promise<void> {
    const { paths, components } = openapiDocument();
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const requests = fc.sample(arbitraryRequest(path, operation, { schemas: components.schemas, ids: Object.values(secrets) }), { numRuns: 1, seed: 1 });
        for (const { path: filled, headers, body = "" } of requests) {
          const sent = body.replaceAll("Hello", secrets.text);
          const answer = await fetch(service.url + filled, { method: method.toUpperCase(), headers: { ...withTestKey, ...headers }, ...(sent !== "" && { body: sent }) });
          if (answer.status >= 400) refusals.push(await answer.text());
          else await answer.body?.cancel();
        }
      }
    }
  }
});

function secretsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => [...Object.values(secrets), ...issued].some((secret) => line.includes(secret)));
}
