import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const lineUserId = `U${"1".repeat(32)}`;
const phone = "+819012340001";
const people = [{ lineUserId, phone, line: "friend", notification: "consented" }] as const;
const content = { type: "notification", templateKey: "shipment_completed_ja", items: [{ itemKey: "number_001_ja", content: "42" }] };
const notice = (step: object = {}) => ({ to: [{ addresses: { phone } }], content, plan: { steps: [{ channel: "line-notification", ...step }] } });

describe("accounts", () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  it("are shown without their secrets, each with the address that its provider is given", async () => {
    const { body } = await get(service.url, "/v1/accounts");
    expect(answerErrors("AccountList", body)).toEqual([]);
    expect(body).toMatchObject({
      items: [
        { id: "line", provider: "line", channels: ["line"], inbound: { address: `${service.url}/v1/inbound/line`, verified: false } },
        { id: "twilio", provider: "twilio", channels: ["sms"], inbound: { address: `${service.url}/v1/inbound/twilio`, verified: false } },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/line-token|line-secret|twilio-token|AC0000/);
    const { body: one } = await get(service.url, "/v1/accounts/line");
    expect(answerErrors("Account", one)).toEqual([]);
    expect(one).toMatchObject({ id: "line", channels: ["line"], quota: [{ channel: "line", unit: "person" }] });
    expect(await get(service.url, "/v1/accounts/nobody")).toMatchObject({ status: 404 });
  });

  it("say whose their credentials are", async () => {
    expect(await post(service.url, "/v1/accounts/line/probe", {})).toMatchObject({
      status: 200,
      body: { name: "Simulated account", address: "@000simul" },
    });
    expect(await post(service.url, "/v1/accounts/nobody/probe", {})).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  it("are paused through the API, and changed by their operator alone", async () => {
    expect(await post(service.url, "/v1/accounts/line/pause", {})).toMatchObject({ status: 200, body: { source: "configuration", state: "paused" } });
    expect(await post(service.url, "/v1/accounts/line/resume", {})).toMatchObject({ status: 200, body: { state: "active" } });
    for (const [method, body] of [["PATCH", { name: "Mine" }], ["DELETE", undefined]] as const) {
      expect(await ask(service.url, method, "/v1/accounts/line", body)).toMatchObject({ status: 409, body: { code: "account-of-configuration" } });
      expect(await ask(service.url, method, `/v1/accounts/acc_${"0".repeat(32)}`, body)).toMatchObject({ status: 404 });
    }
  });

  it("say so when LINE does not answer", async () => {
    service.simulator.addFault({ endpoint: "bot-info", fault: { kind: "reset", accepted: false } });
    expect(await post(service.url, "/v1/accounts/line/probe", {})).toMatchObject({
      status: 503,
      body: { code: "provider-unavailable", errorClass: "unavailable" },
    });
  });
});

describe("an account with a token that LINE refuses, of a service that nobody says how to reach", () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment: { LINE_CHANNEL_ACCESS_TOKEN: "another-token", PUBLIC_BASE_URL: "", TODOKE_SECRETS_KEY: "" } });
  });

  afterAll(() => service.close());

  it("says that its credentials do not work, and whose word that is", async () => {
    const answer = await post(service.url, "/v1/accounts/line/probe", {});
    expect(answer).toMatchObject({ status: 502, body: { code: "account-refused", errorClass: "sender", providerCode: "http-401" } });
    expect(answerErrors("Problem", answer.body)).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain("another-token");
  });

  it("is joined by none of callers' while no key is set to keep its secrets under", async () => {
    const answer = await post(service.url, "/v1/accounts", { provider: "line", name: "Shop", settings: { channelAccessToken: "canary-token" } });
    expect(answer).toMatchObject({ status: 409, body: { code: "no-secrets-key", detail: expect.stringContaining("openssl rand -base64 32") } });
    expect(JSON.stringify(answer.body)).not.toContain("canary-token");
  });

  it("has no address that LINE could try, and other providers try none", async () => {
    const verify = (account: string, body: object = {}) => post(service.url, `/v1/accounts/${account}/inbound/verify`, body);
    expect(await verify("line")).toMatchObject({ status: 422, body: { errors: [{ code: "no-public-address" }] } });
    expect(await verify("twilio")).toMatchObject({ status: 404, body: { code: "not-offered" } });
    expect(await verify("line", { setAdress: true })).toMatchObject({ status: 400 });
  });
});

const elsewhere = "http://127.0.0.1:9/bot";

describe.each(oneTestDatabase)("the way from LINE, on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    const simulator = { people, line: { webhookUrl: elsewhere } };
    service = await startService({ environment: { ...environment, LINE_NOTIFICATION: "true" }, simulator });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const verify = (body: object = {}) => verifiedAt(service, body);
  const submit = (body: object) => post(service.url, "/v1/messages", body);

  it("is awaited by steps that only LINE's webhook can prove, unless they say otherwise", async () => {
    for (const path of ["/v1/messages", "/v1/plans"]) {
      expect(await post(service.url, path, notice())).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/plan/steps/0", code: "unverified-inbound", detail: expect.stringContaining("/v1/accounts/line/inbound/verify") }] },
      });
    }
    expect(await submit(notice({ allowUnverifiedInbound: true }))).toMatchObject({
      status: 202,
      body: { plan: { steps: [{ allowUnverifiedInbound: true }] } },
    });
    expect(await submit(notice({ succeedOn: "accepted" }))).toMatchObject({ status: 202 });
    expect(await submit({ to: [{ addresses: { line: lineUserId } }], text: "Hello" })).toMatchObject({ status: 202 });
    // Until LINE has told of all three, elsewhere: an event that came later would prove the way where a test is to prove it.
    await vi.waitFor(() => expect(service.simulator.ledger()).toHaveLength(3), { timeout: 15_000 });
    await service.simulator.settled();
  });

  it("is not proved by a request that LINE did not sign", async () => {
    const forged = await post(service.url, "/v1/inbound/line", { destination: "U0", events: [] }, { "x-line-signature": "AAAA" });
    expect(forged.status).toBe(401);
    expect(await doorOf(service)).toMatchObject({ verified: false });
  });

  it("leads to somebody else, until LINE is told of this service; then it is proved", async () => {
    expect(await verify()).toMatchObject({
      verified: false,
      configured: { url: elsewhere },
      test: { success: true },
      detail: expect.stringContaining("setAddress"),
    });
    expect(await submit(notice())).toMatchObject({ status: 422 });
    expect(await verify({ setAddress: true })).toMatchObject({
      verified: true,
      verifiedBy: "test",
      address: `${service.url}/v1/inbound/line`,
      configured: { url: `${service.url}/v1/inbound/line`, active: true },
      test: { success: true, status: 200, reason: "OK" },
    });
    expect(await submit(notice())).toMatchObject({ status: 202 });
  });

  it("stays proved after a restart", async () => {
    const before = await doorOf(service);
    await service.restart();
    expect(await submit(notice())).toMatchObject({ status: 202 });
    expect(await doorOf(service)).toEqual(before);
  });
});

it("the first event proves the way from LINE", async () => {
  const service = await startService({ simulator: { people } });
  service.simulator.personWrites(lineUserId, "Hello");
  await service.simulator.settled();
  expect(await doorOf(service)).toMatchObject({ verified: true, verifiedBy: "event" });
  await service.close();
});

it("a way that ends before this service is not proved, whatever is answered there", async () => {
  const other = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const service = await startService({
    environment: { PUBLIC_BASE_URL: url },
    simulator: { line: { webhookUrl: `${url}/v1/inbound/line` } },
  });
  expect(await verifiedAt(service)).toMatchObject({
    verified: false,
    test: { success: true },
    detail: expect.stringContaining("not by this service"),
  });
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  expect(await verifiedAt(service)).toMatchObject({
    verified: false,
    test: { success: false, status: null, reason: "COULD_NOT_CONNECT" },
  });
  await service.close();
});

async function verifiedAt({ url }: RunningService, body: object = {}): Promise<unknown> {
  const answer = await post(url, "/v1/accounts/line/inbound/verify", body);
  expect(answer.status).toBe(200);
  expect(answerErrors("DoorVerification", answer.body)).toEqual([]);
  return answer.body;
}

async function doorOf({ url }: RunningService): Promise<object> {
  return ((await get(url, "/v1/accounts/line")).body as { inbound: object }).inbound;
}
