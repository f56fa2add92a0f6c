import { ConfigurationError, ProviderError } from "@todoke/core";
import { startSimulator, type Person, type Simulator } from "@todoke/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createVonageSms, type VonageSms } from "./create-vonage-sms.ts";
import { providerFake } from "./simulator/provider-fake.ts";
import { applicationId, privateKey, publicKey, signatureSecret } from "./testing/keys.ts";

const to = "+819012345678";
const hello = { type: "text", text: "Hello" } as const;
const settings = { applicationId, privateKey, from: "+815012345678", signatureSecrets: [signatureSecret] };

let simulator: Simulator;
let sms: VonageSms;

beforeEach(async () => {
  const people: readonly Person[] = [{ phone: to }];
  simulator = await startSimulator({ people, providers: [{ fake: providerFake, settings: { publicKey } }] });
  sms = createVonageSms({ ...settings, apiBaseUrl: `${simulator.url}/vonage` });
});

afterEach(async () => {
  await sms.close();
  await simulator.close();
});

const requestCount = () => simulator.statistics().endpoints["vonage:messages"]?.requests;

async function refusal(sending: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await sending.then(() => undefined, (reason: unknown) => reason);
  if (!ProviderError.is(error)) throw new Error("expected a ProviderError");
  return error;
}

describe("send", () => {
  it("sends one SMS and answers with its id", async () => {
    const receipt = await sms.send({ to: "+81 90-1234-5678", content: { type: "text", text: "あ".repeat(71) } });
    const [entry, ...others] = simulator.ledger();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ provider: "vonage", endpoint: "vonage:messages", to: [to] });
    expect(receipt).toEqual({
      providerMessageIds: entry?.providerMessageIds,
      requestId: undefined,
      retryKey: undefined,
      duplicate: false,
      segments: 2,
    });
  });

  it("signs with an API key as well", async () => {
    const other = createVonageSms({ apiKey: "vonage-key", apiSecret: "vonage-secret", from: "TODOKE", apiBaseUrl: `${simulator.url}/vonage` });
    await expect(other.send({ to, content: hello })).resolves.toMatchObject({ duplicate: false });
    expect(other.adapter.webhook).toBeUndefined();
    expect(other.adapter.evidence).toBeUndefined();
    await other.close();
  });

  it("is refused with the wrong key, and says no more than that", async () => {
    const other = createVonageSms({ apiKey: "vonage-key", apiSecret: "a-secret", from: "TODOKE", apiBaseUrl: `${simulator.url}/vonage` });
    const error = await refusal(other.send({ to, content: hello }));
    expect(error).toMatchObject({ class: "sender", providerCode: "unauthorized", requestId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(JSON.stringify(error) + error.message).not.toContain("a-secret");
    await other.close();
  });

  it("chooses the sender by the recipient's country", async () => {
    const other = createVonageSms({ ...settings, from: undefined!, senderByCountry: { GB: "TODOKE" } });
    expect(await refusal(other.send({ to, content: hello }))).toMatchObject({ class: "sender", providerCode: "no-sender-for-country" });
    await other.close();
  });

  it("refuses a bad number and bad content before any call", async () => {
    expect(await refusal(sms.send({ to: "09012345678", content: hello }))).toMatchObject({ class: "recipient" });
    expect(await refusal(sms.send({ to, content: { type: "text", text: "x".repeat(1_001) } }))).toMatchObject({ class: "content" });
    expect(requestCount()).toBe(0);
  });

  it.each([1_000, 3_600_000, 1e12])("gives a validity of %i ms as Vonage takes it", async (validityPeriodMs) => {
    await expect(sms.send({ to, content: hello, validityPeriodMs })).resolves.toMatchObject({ duplicate: false });
  });

  it("repeats a throttled call as often as asked for, and no call that may have sent something", async () => {
    simulator.addFault({ endpoint: "vonage:messages", times: 2, fault: { kind: "status", status: 429 } });
    await sms.send({ to, content: hello }, { attempts: 3 });
    expect(requestCount()).toBe(3);
    simulator.addFault({ endpoint: "vonage:messages", fault: { kind: "reset", accepted: true } });
    expect(await refusal(sms.send({ to, content: hello }, { attempts: 5 }))).toMatchObject({ class: "ambiguous" });
    expect(simulator.ledger()).toHaveLength(2);
  });

  it("is throttled at the documented 30 calls in a second", async () => {
    const calls = await Promise.allSettled(Array.from({ length: 60 }, () => sms.send({ to, content: hello })));
    const refused = calls.flatMap((call) => (call.status === "rejected" ? [call.reason as ProviderError] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((error) => error.class === "throttled" && error.providerCode === "throttled")).toBe(true);
  });

  it("can be used again after a failure", async () => {
    simulator.addFault({ endpoint: "vonage:messages", fault: { kind: "garbage", accepted: true } });
    expect(await refusal(sms.send({ to, content: hello }))).toMatchObject({ class: "ambiguous" });
    await expect(sms.send({ to, content: hello })).resolves.toMatchObject({ duplicate: false });
  });

  it("waits for the calls under way before it closes", async () => {
    const other = createVonageSms({ ...settings, apiBaseUrl: `${simulator.url}/vonage` });
    const sending = other.send({ to, content: hello });
    await vi.waitFor(() => expect(requestCount()).toBe(1));
    await other.close();
    await expect(sending).resolves.toMatchObject({ duplicate: false });
  });
});

it("names the setting that is wrong", () => {
  expect(() => createVonageSms({ ...settings, from: "" })).toThrow(ConfigurationError);
});
