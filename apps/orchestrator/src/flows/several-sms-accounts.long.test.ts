import { generateKeyPairSync } from "node:crypto";
import { providerFake } from "@todoke/sms-vonage/simulator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

const vonage = {
  provider: "vonage",
  settings: {
    applicationId: "00000000-0000-4000-8000-000000000000",
    privateKey: "${VONAGE_PRIVATE_KEY}",
    signatureSecrets: ["vonage-signature-secret"],
    from: "TODOKE",
    apiBaseUrl: "${SIMULATOR_URL}/vonage",
  },
};

/** Beside the LINE and Twilio accounts of the environment. */
const configuration = {
  accounts: [{ id: "vonage", ...vonage }, { id: "vonage-thailand", countries: ["TH"], ...vonage }],
};

interface Health {
  readonly state: string;
  readonly since: string;
  readonly why: string;
  readonly pin: string;
  readonly lastMinute: { readonly calls: number; readonly failed: number; readonly lost: number };
}

let made = 0;
const newPhone = () => `+8190${(23_450_000 + made++).toString()}`;

describe.each(oneTestDatabase)("two SMS accounts on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({
      environment: { ...environment, VONAGE_PRIVATE_KEY: privateKey.replaceAll("\n", "\\n") },
      configuration,
      simulator: { providers: [{ fake: providerFake, settings: { publicKey, messageRate: 0 } }] },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const step = (more: object) => ({ plan: { steps: [{ channel: "sms", succeedOn: "accepted", ...more }] } });
  const inOrder = step({ accounts: ["twilio", "vonage"] });
  const health = async (account: string) => (await get(service.url, `/v1/accounts/${account}/health`)).body as Health;
  const carried = () => {
    const ledger = service.simulator.ledger();
    const by = (endpoint: string) => ledger.filter((entry) => entry.endpoint === endpoint).length;
    return { twilio: by("sms-create"), vonage: by("vonage:messages") };
  };

  async function send(count: number, more: object = inOrder): Promise<string> {
    const to = Array.from({ length: count }, () => ({ addresses: { phone: newPhone() } }));
    const answer = await post(service.url, "/v1/messages", { to, text: "届け", ...more });
    expect(answer).toMatchObject({ status: 202 });
    return (answer.body as { id: string }).id;
  }

  /** How many each account carried until all had succeeded. */
  async function sendAll(count: number, more: object = inOrder) {
    const before = carried();
    const id = await send(count, more);
    await vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/messages/${id}`);
        const { status, counts } = body as { status: string; counts: { outcomes: readonly { succeeded: boolean; count: number }[] } };
        const succeeded = counts.outcomes.filter((outcome) => outcome.succeeded).map((outcome) => outcome.count);
        expect([status, succeeded.reduce((sum, each) => sum + each, 0)]).toEqual(["completed", count]);
      },
      { timeout: 30_000, interval: 50 },
    );
    const after = carried();
    return { twilio: after.twilio - before.twilio, vonage: after.vonage - before.vonage };
  }

  const until = (account: string, state: string) =>
    vi.waitFor(async () => expect(await health(account)).toMatchObject({ state }), { timeout: 45_000, interval: 100 });

  it("refuses what cannot be meant, and points at it", async () => {
    const pointersOf = async (accounts: unknown, more: object = {}) => {
      const answer = await post(service.url, "/v1/messages", { to: [{ addresses: { phone: newPhone() } }], text: "届け", ...step({ accounts, ...more }) });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      const { errors } = answer.body as { errors: readonly { pointer: string; code: string }[] };
      return errors.map(({ pointer, code }) => `${pointer.replace("/plan/steps/0/", "")} ${code}`);
    };
    expect(await pointersOf(["twilio", "nobody"])).toEqual(["accounts/1 unknown-account"]);
    expect(await pointersOf(["twilio", "line"])).toEqual(["accounts/1 unknown-account"]);
    expect(await pointersOf(["twilio", "twilio"])).toEqual(["accounts/1 duplicate-account"]);
    expect(await pointersOf(["twilio", "vonage"], { account: "twilio" })).toEqual(["accounts account-or-accounts"]);
    expect(await pointersOf([{ account: "twilio", weight: 0 }])).toEqual(["accounts/0/weight invalid-weight"]);
    expect(await pointersOf(["twilio", { account: "vonage", weight: 2 }])).toEqual(["accounts/0 missing-weight"]);
    expect(await pointersOf(["twilio", { id: "vonage" }])).toEqual(["accounts/1 malformed"]);
    expect(await pointersOf([])).toEqual(["accounts malformed"]);
  });

  it("goes by the country of the number", async () => {
    const { body } = await post(service.url, "/v1/plans", {
      to: [{ addresses: { phone: "+66812345678" } }, { addresses: { phone: newPhone() } }],
      text: "届け",
      ...step({ accounts: ["vonage-thailand", "twilio"] }),
    });
    expect(body).toMatchObject({
      plan: { steps: [{ account: "vonage-thailand", accounts: [{ account: "vonage-thailand" }, { account: "twilio" }] }] },
      recipients: [
        { steps: [{ account: "vonage-thailand", verdict: "use", choice: { reason: "order" } }] },
        { steps: [{ account: "twilio", verdict: "use", choice: { reason: "country" } }] },
      ],
    });
    const alone = { to: [{ addresses: { phone: newPhone() } }], text: "届け", ...step({ account: "vonage-thailand" }) };
    expect((await post(service.url, "/v1/plans", alone)).body).toMatchObject({
      recipients: [{ steps: [{ verdict: "skip", reason: "no-account-for-country" }] }],
    });
  });

  it("takes an operator's word", async () => {
    expect((await post(service.url, "/v1/accounts/twilio/pin", { state: "avoid" })).body).toMatchObject({ account: "twilio", state: "healthy", pin: "avoid" });
    expect(await sendAll(3)).toEqual({ twilio: 0, vonage: 3 });
    await post(service.url, "/v1/accounts/twilio/pin", { state: "automatic" });
    expect(await sendAll(3)).toEqual({ twilio: 3, vonage: 0 });
    expect(await post(service.url, "/v1/accounts/twilio/pin", { state: "never" })).toMatchObject({ status: 400 });
    expect(await post(service.url, "/v1/accounts/nobody/pin", { state: "use" })).toMatchObject({ status: 404 });
    expect(await get(service.url, "/v1/accounts/nobody/health")).toMatchObject({ status: 404 });
  });

  it("carries everything by the other account while one turns calls away, and comes back", async () => {
    service.simulator.addFault({ endpoint: "sms-create", times: 1_000, fault: { kind: "status", status: 429 } });
    const first = await sendAll(15);
    expect(first).toEqual({ twilio: 0, vonage: 15 });
    expect(await health("twilio")).toMatchObject({ state: "unhealthy", pin: "automatic" });
    expect((await health("twilio")).why).toContain("failed, had no answer or were slow");
    // By the simulator's own count: the account's may lack the calls of the last second.
    const asked = () => service.simulator.statistics().endpoints["sms-create"].requests;
    const before = asked();
    expect(await sendAll(20)).toEqual({ twilio: 0, vonage: 20 });
    expect(asked()).toBe(before);
    service.simulator.clearFaults();
    // For so long it rests before it is tried again.
    await service.restartLater(30_000);
    await until("twilio", "probation");
    // The first few try it out, and the last may find it healthy again.
    const trial = await sendAll(200);
    expect(trial.twilio + trial.vonage).toBe(200);
    for (const count of Object.values(trial)) expect(count).toBeGreaterThan(5);
    await until("twilio", "healthy");
    await service.restart();
    expect(await sendAll(10)).toEqual({ twilio: 10, vonage: 0 });
  }, 120_000);

  it("never sends by the other account what a 503 leaves open, and sends by it what comes after", async () => {
    service.simulator.addFault({ endpoint: "sms-create", times: 1_000, fault: { kind: "status", status: 503 } });
    const before = carried();
    const open = await send(12, { ...inOrder, validityPeriod: "PT1H" });
    await until("twilio", "unhealthy");
    expect((await health("twilio")).lastMinute.lost).toBeGreaterThanOrEqual(10);
    expect(await sendAll(10)).toEqual({ twilio: 0, vonage: 10 });
    expect((await get(service.url, `/v1/messages/${open}`)).body).toMatchObject({ status: "sending", counts: { final: 0 } });
    expect(carried().vonage - before.vonage).toBe(10);
    service.simulator.clearFaults();
  }, 60_000);
});
