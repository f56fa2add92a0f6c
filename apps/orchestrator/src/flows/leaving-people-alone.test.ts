import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Suppression {
  readonly id: string;
  readonly address: string;
}

/** Twilio refuses this number with 21610, whatever anybody writes. */
const unsubscribed = "+15005550004";

let made = 0;
function newPhone(): string {
  made += 1;
  return `+8190${45_600_000 + made}`;
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    const settings = {
      accountSid: "${TWILIO_ACCOUNT_SID}",
      authToken: "${TWILIO_AUTH_TOKEN}",
      apiBaseUrl: "${TWILIO_API_BASE_URL}",
      from: "+815000000001",
    };
    service = await startService({ environment, configuration: { accounts: [{ id: "second", provider: "twilio", settings }] } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const messageTo = (phone: string, body: object = {}) => ({ to: [{ addresses: { phone } }], text: "届け", plan: { steps: [{ channel: "sms" }] }, ...body });
  const via = (account: string) => ({ plan: { steps: [{ channel: "sms", account }] } });

  async function send(message: object): Promise<string> {
    const { status, body } = await post(service.url, "/v1/messages", message);
    expect(status).toBe(202);
    return `${(body as { id: string }).id.replace("msg_", "dlv_")}_0`;
  }

  async function meets(deliveryId: string, expected: object): Promise<void> {
    await vi.waitFor(async () => expect((await get(service.url, `/v1/deliveries/${deliveryId}`)).body).toMatchObject(expected), {
      timeout: 20_000,
      interval: 50,
    });
  }

  async function suppressionsOf(address: string): Promise<readonly Suppression[]> {
    const { status, body } = await get(service.url, `/v1/suppressions?address=${encodeURIComponent(address)}`);
    expect(status).toBe(200);
    expect(answerErrors("SuppressionPage", body)).toEqual([]);
    return (body as { items: readonly Suppression[] }).items;
  }

  const suppressed = { status: "final", outcome: "skipped", succeeded: false, reason: { code: "suppressed" } };

  it("writes to nobody who replied STOP, through any account of the channel, until they reply START", async () => {
    const phone = newPhone();
    service.simulator.setPeople([{ phone }]);
    await meets(await send(messageTo(phone)), { outcome: "delivered" });

    service.simulator.personWrites(phone, " stop ");
    await service.simulator.settled();
    expect(await suppressionsOf(phone)).toEqual([
      expect.objectContaining({ address: phone, channel: "sms", source: "opt-out", account: "twilio", reason: "they wrote STOP" }),
    ]);
    const calls = service.simulator.ledger().length;
    for (const account of ["twilio", "second"]) {
      const { body } = await post(service.url, "/v1/plans", messageTo(phone, via(account)));
      expect(answerErrors("PlanExplanation", body)).toEqual([]);
      expect(body).toMatchObject({ recipients: [{ steps: [{ verdict: "skip", reason: "suppressed" }] }] });
      await meets(await send(messageTo(phone, via(account))), suppressed);
    }
    expect(service.simulator.ledger()).toHaveLength(calls);

    service.simulator.personWrites(phone, "Start");
    await service.simulator.settled();
    expect(await suppressionsOf(phone)).toEqual([]);
    await meets(await send(messageTo(phone, via("second"))), { outcome: "delivered", succeeded: true });
  });

  it("learns of an opt-out from Twilio's refusal, and asks it no more", async () => {
    await meets(await send(messageTo(unsubscribed)), { outcome: "failed", reason: { code: "policy" } });
    expect(await suppressionsOf(unsubscribed)).toEqual([
      expect.objectContaining({ source: "opt-out", enforcedBy: ["twilio"], reason: "sms refused it (21610)" }),
    ]);
    for (const body of [via("second"), { purpose: "otp" }]) await meets(await send(messageTo(unsubscribed, body)), suppressed);
  });

  it("goes on to LINE for those who opted out of SMS", async () => {
    const [phone, lineUserId] = [newPhone(), `U${"e".repeat(32)}`];
    service.simulator.setPeople([{ phone, lineUserId, line: "friend", handset: "opted-out" }]);
    const message = { to: [{ addresses: { phone, line: lineUserId } }], text: "届け", plan: { steps: [{ channel: "sms" }, { channel: "line" }] } };
    for (const reason of ["policy", "suppressed"]) {
      const delivery = await send(message);
      await meets(delivery, { outcome: "accepted", succeeded: true, channel: "line" });
      expect(JSON.stringify((await get(service.url, `/v1/deliveries/${delivery}`)).body)).toContain(`"reason":"${reason}"`);
    }
  });

  it("leaves a number alone that does not exist", async () => {
    const phone = newPhone();
    service.simulator.setPeople([{ phone, handset: "unknown-number" }]);
    await meets(await send(messageTo(phone)), { outcome: "failed", reason: { code: "recipient" } });
    expect(await suppressionsOf(phone)).toEqual([expect.objectContaining({ source: "hard-failure", until: expect.any(String) })]);
    await meets(await send(messageTo(phone, via("second"))), suppressed);
  });

  it("takes suppressions by hand, shows each with its source, and lifts them", async () => {
    const [one, other] = [newPhone(), newPhone()];
    service.simulator.setPeople([{ phone: one }, { phone: other }]);
    const body = {
      suppressions: [
        { addressKind: "phone", address: one.replace("+8190", "+81 90-"), reason: "Asked by letter." },
        { addressKind: "phone", address: other, channel: "sms", purposes: ["marketing"] },
      ],
    };
    const added = await post(service.url, "/v1/suppressions", body);
    expect(added).toMatchObject({ status: 200, body: { added: 2, updated: 0 } });
    expect(answerErrors("AddedSuppressions", added.body)).toEqual([]);
    await expect(post(service.url, "/v1/suppressions", body)).resolves.toMatchObject({ body: { added: 0, updated: 2 } });
    await meets(await send(messageTo(one, { purpose: "otp" })), suppressed);
    await meets(await send(messageTo(other)), { outcome: "delivered" });
    await meets(await send(messageTo(other, { purpose: "marketing" })), suppressed);

    const [found] = await suppressionsOf(one);
    expect(found).toMatchObject({ address: one, source: "manual", reason: "Asked by letter." });
    const path = `/v1/suppressions/${found!.id}`;
    expect((await get(service.url, path)).body).toEqual(found);
    await expect(ask(service.url, "DELETE", path)).resolves.toMatchObject({ status: 204 });
    await expect(ask(service.url, "DELETE", path)).resolves.toMatchObject({ status: 404, body: { code: "not-found" } });
    await expect(get(service.url, path)).resolves.toMatchObject({ status: 404 });
    await meets(await send(messageTo(one)), { outcome: "delivered" });
  });

  const good = { addressKind: "phone", address: "+819045699999" };
  it.each([
    ["a malformed number far down", [...Array.from({ length: 500 }, () => good), { ...good, address: "090-1" }], 422, ["/suppressions/500/address"]],
    ["a kind and a channel that nobody has", [good, { addressKind: "pigeon", address: "coo", channel: "loft" }], 422, ["/suppressions/1/addressKind", "/suppressions/1/channel"]],
    ["a purpose that there is not", [good, { ...good, purposes: ["spam"] }], 400, ["/suppressions/1/purposes/0"]],
    ["nobody", [], 400, ["/suppressions"]],
    ["10,001 entries", Array.from({ length: 10_001 }, () => good), 400, ["/suppressions"]],
  ])("suppresses nobody of a list with %s", async (_name, suppressions, status, pointers) => {
    const answer = await post(service.url, "/v1/suppressions", { suppressions });
    expect(answer).toMatchObject({ status, body: { errors: pointers.map((pointer) => ({ pointer })) } });
    expect(await suppressionsOf(good.address)).toEqual([]);
  });
});
