import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const settings = {
  accountSid: "${TWILIO_ACCOUNT_SID}",
  authToken: "${TWILIO_AUTH_TOKEN}",
  apiBaseUrl: "${TWILIO_API_BASE_URL}",
  from: "+815000000001",
};
const prices = { JP: { unit: 0.0787, currency: "USD" }, TH: { unit: "0.9", currency: "THB" } };

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    const configuration = { accounts: [{ id: "priced", provider: "twilio", settings, prices }] };
    service = await startService({ environment, configuration, simulator: { twilio: { statusDelayMs: 20 } } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const messageTo = (phones: readonly string[], text: string, account = "priced") => ({
    to: phones.map((phone) => ({ addresses: { phone } })),
    text,
    plan: { steps: [{ channel: "sms", account }] },
  });
  const plan = async (message: object) => {
    const { status, body } = await post(service.url, "/v1/plans", message);
    expect(status).toBe(200);
    expect(answerErrors("PlanExplanation", body)).toEqual([]);
    return body as { recipients: { steps: { cost: object }[] }[]; costs: object };
  };
  const japan = "+819045670001";

  it("shows segments, money and totals before anything is sent", async () => {
    const explained = await plan(messageTo([japan, "+819045670002", "+66812345678", "+4915112345678"], "a".repeat(161)));
    expect(explained.recipients.map(({ steps }) => steps[0]!.cost)).toEqual([
      { unit: "segment", units: 2, encoding: "GSM-7", amount: "0.1574", currency: "USD" },
      { unit: "segment", units: 2, encoding: "GSM-7", amount: "0.1574", currency: "USD" },
      { unit: "segment", units: 2, encoding: "GSM-7", amount: "1.8", currency: "THB" },
      { unit: "segment", units: 2, encoding: "GSM-7" },
    ]);
    expect(explained.costs).toEqual({
      units: [{ unit: "segment", expected: 8, highest: 8, unpriced: 2 }],
      amounts: [{ currency: "USD", expected: "0.3148", highest: "0.3148" }, { currency: "THB", expected: "1.8", highest: "1.8" }],
    });
  });

  it("warns of one character that doubles the bill, without repeating it", async () => {
    const explained = await plan(messageTo([japan], `${"a".repeat(100)}’s`));
    expect(explained.recipients[0]!.steps[0]!.cost).toMatchObject({ units: 2, encoding: "UCS-2", amount: "0.1574" });
    expect(JSON.stringify(explained.recipients)).toContain("a typographic quotation mark at 100");
    expect(JSON.stringify(explained.recipients)).not.toContain("’");
    const plain = await plan(messageTo([japan], `${"a".repeat(100)}'s`));
    expect(plain.recipients[0]!.steps[0]!.cost).toEqual({ unit: "segment", units: 1, encoding: "GSM-7", amount: "0.0787", currency: "USD" });
  });

  it("counts each person's own text, and no money where no price is known", async () => {
    const message = {
      to: [{ addresses: { phone: japan }, variables: { name: "Ai" } }, { addresses: { phone: "+819045670002" }, variables: { name: "愛".repeat(70) } }],
      content: { type: "text", text: "Hi {{ name }}", template: true },
      plan: { steps: [{ channel: "sms", account: "twilio" }] },
    };
    const explained = await plan(message);
    expect(explained.recipients.map(({ steps }) => steps[0]!.cost)).toEqual([
      { unit: "segment", units: 1, encoding: "GSM-7" },
      { unit: "segment", units: 2, encoding: "UCS-2" },
    ]);
    expect(explained.costs).toEqual({ units: [{ unit: "segment", expected: 3, highest: 3, unpriced: 3 }], amounts: [] });
  });

  it("shows what the provider counted on the attempt", async () => {
    service.simulator.setPeople([{ phone: japan }]);
    const { body } = await post(service.url, "/v1/messages", messageTo([japan], "届".repeat(71)));
    const id = `${(body as { id: string }).id.replace("msg_", "dlv_")}_0`;
    const delivery = await vi.waitFor(
      async () => {
        const answer = (await get(service.url, `/v1/deliveries/${id}`)).body;
        expect(answer).toMatchObject({ outcome: "delivered" });
        return answer as { timeline: { type: string; bill?: object }[] };
      },
      { timeout: 20_000, interval: 50 },
    );
    expect(answerErrors("DeliveryDetail", delivery)).toEqual([]);
    expect(delivery.timeline.find(({ type }) => type === "attempt")).toMatchObject({ bill: { units: 2 } });
  });
});
