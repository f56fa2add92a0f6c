import { randomBytes } from "node:crypto";
import { readRows } from "@todoke/test-databases";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { noEnvironmentAccounts } from "../testing/simulated-accounts.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const lineUserId = `U${"5".repeat(32)}`;
const phone = "+819012345005";
const key = randomBytes(32).toString("base64");

interface Account {
  readonly id: string;
  readonly [name: string]: unknown;
}

describe.each(oneTestDatabase)("accounts that callers bring, to a service without any, on $name", ({ environment, drop }) => {
  let service: RunningService;
  let line: Account;
  let sms: Account;

  beforeAll(async () => {
    service = await startService({
      environment: { ...environment, ...noEnvironmentAccounts, TODOKE_SECRETS_KEY: key },
      configuration: { egress: { allowedNetworks: ["127.0.0.0/8"] } },
      simulator: { people: [{ line: "friend", lineUserId, phone }] },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const lineAccount = () => ({
    provider: "line",
    name: "Shop",
    settings: { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: service.simulator.url, dataApiBaseUrl: service.simulator.url },
  });
  const twilioAccount = () => ({
    provider: "twilio",
    name: "Codes",
    settings: { accountSid: `AC${"0".repeat(32)}`, authToken: "twilio-token", from: "+815000000000", apiBaseUrl: service.simulator.url },
    countries: ["JP"],
    prices: { JP: { unit: "0.08", currency: "USD" } },
  });
  const make = async (account: object) => {
    const { status, body } = await post(service.url, "/v1/accounts", account);
    expect([status, answerErrors("Account", body)]).toEqual([201, []]);
    return body as Account;
  };
  const read = async (id: string) => (await get(service.url, `/v1/accounts/${id}`)).body as Account;
  const change = (id: string, changes: object) => ask(service.url, "PATCH", `/v1/accounts/${id}`, changes);
  const message = { to: [{ addresses: { line: lineUserId, phone } }], text: "届け" };

  async function send(): Promise<{ readonly channel: string; readonly timeline: readonly object[] }> {
    const { status, body } = await post(service.url, "/v1/messages", message);
    expect(status, JSON.stringify(body)).toBe(202);
    const path = `/v1/deliveries/${(body as Account).id.replace("msg", "dlv")}_0`;
    return vi.waitFor(async () => {
      const delivery = (await get(service.url, path)).body;
      expect(delivery).toMatchObject({ status: "final" });
      return delivery as never;
    }, { timeout: 10_000, interval: 20 });
  }

  it("are refused before there is one, and work as soon as they are made", async () => {
    expect(await post(service.url, "/v1/messages", message)).toMatchObject({ status: 422 });
    line = await make(lineAccount());
    expect(line).toMatchObject({
      id: expect.stringMatching(/^acc_[0-9a-f]{32}$/),
      source: "api",
      name: "Shop",
      state: "active",
      channels: ["line"],
      settings: { apiBaseUrl: service.simulator.url },
      hiddenSettings: ["channelAccessToken", "channelSecret"],
      inbound: { address: `${service.url}/v1/inbound/${line.id}`, verified: false },
    });
    sms = await make(twilioAccount());
    expect(sms).toMatchObject({ channels: ["sms"], countries: ["JP"], prices: { JP: { unit: "0.08", currency: "USD" } }, hiddenSettings: ["accountSid", "authToken"] });
    expect(await send()).toMatchObject({ channel: "line", succeeded: true });
  });

  it("take in what their provider posts, at an address of their own", async () => {
    const verified = await post(service.url, `/v1/accounts/${line.id}/inbound/verify`, { setAddress: true });
    expect(verified).toMatchObject({ status: 200, body: { verified: true, verifiedBy: "test" } });
    expect(await read(line.id)).toMatchObject({ inbound: { verified: true } });
  });

  it("say whose their credentials are, and remember it", async () => {
    expect(await post(service.url, `/v1/accounts/${line.id}/probe`, {})).toMatchObject({ status: 200, body: { name: "Simulated account" } });
    const account = await read(line.id);
    expect([account["probe"], answerErrors("Account", account)]).toMatchObject([{ works: true, name: "Simulated account", address: "@000simul" }, []]);
  });

  it("are passed over while they are paused, for the next step", async () => {
    expect(await post(service.url, `/v1/accounts/${line.id}/pause`, {})).toMatchObject({ status: 200, body: { state: "paused", pausedAt: expect.any(String) } });
    const { body } = await post(service.url, "/v1/plans", message);
    expect(body).toMatchObject({ recipients: [{ steps: [{ verdict: "skip", reason: "account-paused" }, { channel: "sms", verdict: "use" }] }] });
    const delivery = await send();
    expect(delivery).toMatchObject({ channel: "sms" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "skipped", reason: "account-paused" }));
    expect(await post(service.url, `/v1/accounts/${line.id}/resume`, {})).toMatchObject({ status: 200, body: { state: "active" } });
    expect(await send()).toMatchObject({ channel: "line" });
  });

  it("say that a changed token is wrong, and keep the settings that were not named", async () => {
    expect(await change(line.id, { name: "Shop in Bangkok", settings: { channelAccessToken: "canary-wrong-token" } })).toMatchObject({
      status: 200,
      body: { name: "Shop in Bangkok", hiddenSettings: ["channelAccessToken", "channelSecret"] },
    });
    expect((await read(line.id))["probe"]).toBeUndefined();
    expect(await post(service.url, `/v1/accounts/${line.id}/probe`, {})).toMatchObject({ status: 502, body: { code: "account-refused" } });
    expect(await read(line.id)).toMatchObject({ probe: { works: false, errorClass: "sender", providerCode: "http-401" } });
    expect(await change(line.id, { settings: { channelAccessToken: "line-token" } })).toMatchObject({ status: 200 });
    expect(await post(service.url, `/v1/accounts/${line.id}/probe`, {})).toMatchObject({ status: 200 });
  });

  it("take away what is null", async () => {
    expect(await change(sms.id, { prices: null, settings: { smartEncoded: true } })).toMatchObject({ status: 200, body: { countries: ["JP"], settings: { smartEncoded: true } } });
    const { body } = await change(sms.id, { settings: { smartEncoded: null } });
    expect(body).toMatchObject({ settings: { from: "+815000000000" } });
    expect(body).not.toHaveProperty(["settings", "smartEncoded"]);
    expect(body).not.toHaveProperty("prices");
  });

  it.each<[string, object, number, string]>([
    ["a provider that there is not", { provider: "pigeon" }, 422, "/provider"],
    ["settings that lack one", { settings: {} }, 422, "/settings/channelAccessToken"],
    ["a setting of another shape", { settings: { channelAccessToken: "t", tier: "golden" } }, 422, "/settings/tier"],
    ["countries that the channel knows nothing of", { countries: ["JP"] }, 422, "/countries"],
    ["an address with a password", { forwardTo: "https://me:secret@example.com/" }, 422, "/forwardTo"],
    ["a price without its currency", { prices: { JP: { unit: 1 } } }, 400, "/prices/JP/currency"],
    ["an unknown field", { colour: "red" }, 400, "/colour"],
    ["an id of the caller's", { id: "mine" }, 400, "/id"],
    ["an address that leads inside", { settings: { channelAccessToken: "t", apiBaseUrl: "https://169.254.169.254/" } }, 422, "/settings/apiBaseUrl"],
  ])("are refused for %s, which the answer points at", async (_what, part, status, pointer) => {
    const answer = await post(service.url, "/v1/accounts", { ...lineAccount(), ...part });
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
    expect((await get(service.url, "/v1/accounts")).body).toMatchObject({ items: [{ id: line.id }, { id: sms.id }] });
  });

  it.runIf(environment["DATABASE_URL"] !== undefined)("are what every process works with within five seconds", async () => {
    const other = await service.startAnother();
    const within5s = { timeout: 5_000, interval: 50 };
    const { id } = await make({ ...lineAccount(), name: "Second" });
    await vi.waitFor(async () => expect(await get(other, `/v1/accounts/${id}`)).toMatchObject({ status: 200 }), within5s);
    const step = { ...message, plan: { steps: [{ channel: "line", account: id }] } };
    expect(await post(other, "/v1/plans", step)).toMatchObject({ body: { recipients: [{ steps: [{ verdict: "use" }] }] } });
    await post(other, `/v1/accounts/${id}/pause`, {});
    await vi.waitFor(async () => {
      const { body } = await post(service.url, "/v1/plans", step);
      expect(body).toMatchObject({ recipients: [{ steps: [{ verdict: "skip", reason: "account-paused" }] }] });
    }, within5s);
    expect(await ask(other, "DELETE", `/v1/accounts/${id}`)).toMatchObject({ status: 204 });
    await vi.waitFor(async () => expect(await get(service.url, `/v1/accounts/${id}`)).toMatchObject({ status: 404 }), within5s);
  });

  it("stay over a restart, and paused if they were", async () => {
    await post(service.url, `/v1/accounts/${sms.id}/pause`, {});
    await service.restart();
    expect(await read(sms.id)).toMatchObject({ state: "paused" });
    await post(service.url, `/v1/accounts/${sms.id}/resume`, {});
    expect(await read(line.id)).toMatchObject({ state: "active", inbound: { verified: true } });
    expect(await send()).toMatchObject({ channel: "line" });
  });

  it("leave nothing of their secrets in the database", async () => {
    const dump = await dumpOf(service, environment);
    expect(dump).toContain("Shop in Bangkok");
    expect(dump.match(/line-token|line-secret|twilio-token|canary-wrong-token/g)).toBeNull();
  });

  it("go once no message needs them", async () => {
    const later = { ...message, sendAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { id } = (await post(service.url, "/v1/messages", later)).body as Account;
    const remove = () => ask(service.url, "DELETE", `/v1/accounts/${sms.id}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: "account-in-use", detail: expect.stringContaining(id) } });
    await post(service.url, `/v1/messages/${id}/cancel`, {});
    await vi.waitFor(async () => expect(await remove()).toMatchObject({ status: 204 }), { timeout: 10_000, interval: 50 });
    expect(await get(service.url, `/v1/accounts/${sms.id}`)).toMatchObject({ status: 404 });
    expect(await post(service.url, "/v1/plans", message)).toMatchObject({ body: { plan: { steps: [{ channel: "line" }] } } });
  });
});

/** Every row of every table as text. */
async function dumpOf(service: RunningService, { DATABASE_SCHEMA }: Record<string, string>): Promise<string> {
  if (DATABASE_SCHEMA === undefined) await service.stop();
  const place = DATABASE_SCHEMA === undefined ? { dataFolder: service.dataFolder } : { schema: DATABASE_SCHEMA };
  const tables = await readRows<{ tablename: string }>(place, "select tablename from pg_tables where schemaname = current_schema()");
  const each = tables.map(({ tablename }) => `select string_agg(rows::text, ' ') as rows from "${tablename}" as rows`);
  return JSON.stringify(await readRows(place, each.join(" union all ")));
}
