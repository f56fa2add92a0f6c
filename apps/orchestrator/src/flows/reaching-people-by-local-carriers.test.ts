import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startScriptedProvider, textOf, type ScriptedProvider } from "@todoke/adapter-kit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

/** Where the settings that packages/sms-http publishes name environment variables. */
const secrets = {
  SIAM_API_KEY: "siam-api-key",
  SIAM_WEBHOOK_SECRET: "siam-webhook-secret",
  FORMOSA_USERNAME: "shop",
  FORMOSA_PASSWORD: "formosa-password",
};

const examples = new URL("../../../../packages/sms-http/examples/", import.meta.url);
const thai = { line: `U${"1".repeat(32)}`, phone: "+66812345678" };
const taiwanese = { line: `U${"2".repeat(32)}`, phone: "+886912345678" };

let folder: string;
let siam: ScriptedProvider;
let formosa: ScriptedProvider;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "todoke-carriers-"));
  [siam, formosa] = [await startScriptedProvider(), await startScriptedProvider()];
  const accounts = [
    { id: "siam", provider: "http", settings: await settingsAt("json-carrier.json", siam) },
    { id: "formosa", provider: "http", settings: await settingsAt("form-carrier.json", formosa) },
  ];
  const file = join(folder, "todoke.config.json");
  await writeFile(file, JSON.stringify({ accounts }));
  service = await startService({
    environment: { ...secrets, TODOKE_CONFIG: file, TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" },
    simulator: {
      people: [
        { line: "blocked", lineUserId: thai.line, phone: thai.phone },
        { line: "blocked", lineUserId: taiwanese.line, phone: taiwanese.phone },
      ],
    },
  });
}, 60_000);

afterAll(async () => {
  await service.close();
  await Promise.all([siam.close(), formosa.close(), rm(folder, { recursive: true })]);
});

/** A published example, calling the scripted carrier in place of the invented host. */
async function settingsAt(name: string, carrier: ScriptedProvider): Promise<unknown> {
  const text = await readFile(new URL(name, examples), "utf8");
  return JSON.parse(text.replace(/https:\/\/[\w.-]+\.example/g, carrier.url));
}

async function send(addresses: Record<string, string>, account: string): Promise<string> {
  const plan = { steps: [{ channel: "line" }, { channel: "sms", account }] };
  const answer = await post(service.url, "/v1/messages", { to: [{ addresses }], text: "届け & ส่งถึง", plan });
  expect(answer).toMatchObject({ status: 202 });
  return `${(answer.body as { id: string }).id.replace("msg_", "dlv_")}_0`;
}

async function meets(deliveryId: string, expected: object): Promise<void> {
  await vi.waitFor(
    async () => expect((await get(service.url, `/v1/deliveries/${deliveryId}`)).body).toMatchObject(expected),
    { timeout: 20_000, interval: 50 },
  );
}

describe("a carrier with JSON and signed callbacks, out of todoke.config.json", () => {
  async function report(event: object, secret: string): Promise<number> {
    const body = JSON.stringify({ events: [event] });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const mac = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
    const headers = { "content-type": "application/json", "x-siam-timestamp": timestamp, "x-siam-signature": `sha256=${mac}` };
    return (await post(service.url, "/v1/inbound/siam", body, headers)).status;
  }

  it("reaches somebody who has blocked the account, as its signed report says", async () => {
    siam.play({ status: 202, body: { messages: [{ id: "siam-1" }] } });
    const asked = siam.nextRequest();
    const delivery = await send(thai, "siam");
    const { headers, path } = await asked;
    expect([path, headers["authorization"]]).toEqual(["/v2/messages", `Bearer ${secrets.SIAM_API_KEY}`]);
    await meets(delivery, { status: "waiting" });

    const event = { type: "message.status", message_id: "siam-1", status: "delivered" };
    expect(await report(event, "another-secret")).toBe(401);
    await meets(delivery, { status: "waiting" });
    expect(await report(event, secrets.SIAM_WEBHOOK_SECRET)).toBe(200);
    await meets(delivery, {
      outcome: "delivered",
      succeeded: true,
      channel: "sms",
      timeline: [
        { type: "submitted" },
        { type: "lookup", reachability: "unreachable" },
        { type: "skipped", channel: "line" },
        { type: "attempt", channel: "sms", account: "siam", endpoint: "sms-send", calls: 1 },
        { evidence: "accepted", source: "answer" },
        { evidence: "delivered", source: "webhook" },
        { type: "final", outcome: "delivered" },
      ],
    });
    expect(siam.requests).toHaveLength(1);
  });

  it("adopts an SMS whose answer was lost by the reference in a report, and sends no second one", async () => {
    siam.play("reset");
    const asked = siam.nextRequest();
    const delivery = await send(thai, "siam");
    const { reference } = JSON.parse(textOf(await asked)) as { reference: string };
    await report({ message_id: "siam-2", reference, status: "delivered" }, secrets.SIAM_WEBHOOK_SECRET);
    await meets(delivery, { outcome: "delivered", channel: "sms", succeeded: true });
    expect(siam.requests).toHaveLength(1);
  });

  it("says why a number is not reached", async () => {
    siam.play({ status: 422, body: { error: { code: "INVALID_MSISDN", message: `${thai.phone} does not exist` } } });
    await meets(await send(thai, "siam"), { outcome: "failed", succeeded: false, channel: "sms", reason: { code: "recipient" } });
  });

  it("keeps what a person wrote", async () => {
    const words = { type: "message.received", message_id: "siam-in-1", from: "66812345678", text: "ครับ" };
    expect(await report(words, secrets.SIAM_WEBHOOK_SECRET)).toBe(200);
    const { body } = await get(service.url, "/v1/inbound-events");
    expect(body).toMatchObject({ items: [{ account: "siam", addressKind: "phone", address: thai.phone, payload: words }] });
  });
});

describe("a carrier with a form, lines of text and unsigned callbacks by GET", () => {
  it("believes a report at the attempt's own address, and none at another", async () => {
    formosa.play({ status: 200, body: "[1]\r\nmsgid=f-1\r\nstatuscode=1\r\n" });
    const asked = formosa.nextRequest();
    const delivery = await send(taiwanese, "formosa");
    const form = new URLSearchParams(textOf(await asked));
    expect(Object.fromEntries(form)).toMatchObject({ dstaddr: "0912345678", smbody: "届け & ส่งถึง", username: "shop" });
    await meets(delivery, { status: "waiting" });

    const address = new URL(form.get("response") ?? "");
    const failed = "msgid=f-1&statuscode=6";
    expect((await get(service.url, `/v1/inbound/formosa?${failed}`)).status).toBe(401);
    expect((await get(service.url, `/v1/inbound/formosa?attempt=${"0".repeat(32)}&${failed}`)).status).toBe(200);
    await meets(delivery, { status: "waiting" });
    expect((await get(service.url, `${address.pathname}${address.search}&msgid=f-1&statuscode=4`)).status).toBe(200);
    await meets(delivery, { outcome: "delivered", succeeded: true, channel: "sms" });
  });

  it("calls nobody outside the country that it serves", async () => {
    formosa.play({ status: 501 });
    await meets(await send(thai, "formosa"), { outcome: "failed", reason: { code: "recipient" } });
    expect(formosa.requests).toHaveLength(0);
  });
});
