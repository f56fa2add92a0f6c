import { describe, expect, it } from "vitest";
import { createTwilioSms } from "./create-twilio-sms.ts";

const account = { accountSid: `AC${"0".repeat(32)}`, from: "+15005550006" };
const { adapter } = createTwilioSms({ ...account, authToken: "token" });

describe("adapter", () => {
  it("renders to an endpoint whose rate it names", () => {
    const rendered = adapter.render({ type: "text", text: "Hi" }, { purpose: "notice" });
    expect(rendered.ok && adapter.limits?.[rendered.endpoint]).toEqual({ requests: 100, perMs: 1_000 });
  });

  it("asks for lost answers at an endpoint whose rate it names", () => {
    expect(adapter.limits).toHaveProperty(adapter.reconcile?.endpoint ?? "");
  });

  it("counts a payload in segments", () => {
    expect(adapter.cost?.units({ body: "あ".repeat(71) })).toBe(2);
    expect(adapter.cost?.units({ body: "a" })).toBe(1);
  });

  it("has neither keys nor bulk calls, as Twilio has none", () => {
    expect(adapter.idempotency).toBeUndefined();
    expect(adapter.bulk).toBeUndefined();
  });

  it("offers no webhook when it knows no token to check one with", () => {
    const apiKey = { sid: `SK${"1".repeat(32)}`, secret: "secret" };
    expect(createTwilioSms({ ...account, apiKey }).adapter.webhook).toBeUndefined();
    expect(createTwilioSms({ ...account, apiKey, webhookAuthTokens: ["token"] }).adapter.webhook).toBeDefined();
    expect(adapter.webhook).toBeDefined();
  });
});
