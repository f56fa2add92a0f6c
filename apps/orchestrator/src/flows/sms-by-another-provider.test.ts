import { generateKeyPairSync } from "node:crypto";
import { providerFake } from "@todoke/sms-vonage/simulator";
import type { CallbackFault, HandsetState } from "@todoke/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const blocker = `U${"b".repeat(32)}`;
/** A new one for each test: some failures make a number suppressed. */
let phone = "";
let phones = 0;
const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** As an operator writes it, beside the LINE account of the environment. */
const configuration = {
  accounts: [
    {
      id: "vonage",
      provider: "vonage",
      settings: {
        applicationId: "00000000-0000-4000-8000-000000000000",
        privateKey: "${VONAGE_PRIVATE_KEY}",
        signatureSecrets: ["vonage-signature-secret"],
        from: "TODOKE",
        apiBaseUrl: "${LINE_API_BASE_URL}/vonage",
      },
    },
  ],
};

let service: RunningService;

beforeAll(async () => {
  const noTwilio = { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" };
  service = await startService({
    environment: { ...noTwilio, VONAGE_PRIVATE_KEY: privateKey.replaceAll("\n", "\\n") },
    configuration,
    simulator: { providers: [{ fake: providerFake, settings: { publicKey, messageRate: 0 } }] },
  });
}, 60_000);

afterAll(() => service.close());

beforeEach(() => {
  phones += 1;
  phone = `+8190${12_345_000 + phones}`;
});

afterEach(() => service.simulator.clearFaults());

const accepted = () => service.simulator.ledger().filter(({ endpoint }) => endpoint === "vonage:messages").length;

/** Sends to somebody who has blocked the LINE account, and answers with the delivery as it ends. */
async function sendToBlocker(handset: HandsetState, expected: object) {
  service.simulator.setPeople([{ lineUserId: blocker, phone, line: "blocked", handset }]);
  const answer = await post(service.url, "/v1/messages", { to: [{ addresses: { line: blocker, phone } }], text: "届け" });
  expect(answer).toMatchObject({ status: 202 });
  const id = `${(answer.body as { id: string }).id.replace("msg_", "dlv_")}_0`;
  return vi.waitFor(
    async () => {
      const { body } = await get(service.url, `/v1/deliveries/${id}`);
      expect(body).toMatchObject({ status: "final", channel: "sms", ...expected });
      return body as { readonly timeline: readonly { readonly type: string }[] };
    },
    { timeout: 20_000, interval: 50 },
  );
}

it("reaches by SMS through Vonage who has blocked the LINE account", async () => {
  const { timeline } = await sendToBlocker("on", { outcome: "delivered", succeeded: true });
  expect(timeline).toContainEqual(expect.objectContaining({ type: "skipped", channel: "line" }));
  expect(timeline).toContainEqual(expect.objectContaining({ type: "attempt", account: "vonage", endpoint: "messages" }));
  expect(timeline).toContainEqual(expect.objectContaining({ type: "evidence", evidence: "delivered", source: "webhook" }));
  expect(accepted()).toBe(1);
});

it.each<[HandsetState, string]>([
  ["off", "unreachable"],
  ["unknown-number", "recipient"],
  ["filtered", "content"],
  ["opted-out", "policy"],
])("names why a handset that is %s is not reached", async (handset, code) => {
  await sendToBlocker(handset, { outcome: "failed", succeeded: false, reason: { code } });
});

it.each<Omit<CallbackFault, "kind">>([{ copies: 3 }, { shuffled: true }, { beforeAnswer: true }, { delayMs: 500 }])(
  "is not led astray by webhooks with %o",
  async (wrong) => {
    service.simulator.addFault({ endpoint: "vonage:messages", fault: { kind: "callbacks", ...wrong } });
    const before = accepted();
    await sendToBlocker("on", { outcome: "delivered", succeeded: true });
    expect(accepted()).toBe(before + 1);
  },
);

it("learns from a webhook what a lost answer would have said, and sends no second time", async () => {
  service.simulator.addFault({ endpoint: "vonage:messages", fault: { kind: "reset", accepted: true } });
  const before = accepted();
  await sendToBlocker("on", { outcome: "delivered", succeeded: true });
  expect(accepted()).toBe(before + 1);
});
