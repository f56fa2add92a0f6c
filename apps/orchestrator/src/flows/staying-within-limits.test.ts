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
const configuration = {
  accounts: [{ id: "priced", provider: "twilio", settings, prices: { "*": { unit: "0.08", currency: "USD" } } }],
  budgets: [{ name: "sms-monthly", per: "month", account: "priced", amount: "0.20", currency: "USD" }],
  frequencyCaps: [{ name: "alerts-daily", purposes: ["alert"], limit: 1, per: "P1D" }],
};

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, configuration, simulator: { twilio: { statusDelayMs: 20 } } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const message = (phones: readonly string[], more: object = {}) => ({
    to: phones.map((phone) => ({ addresses: { phone } })),
    text: "Hello",
    plan: { steps: [{ channel: "sms", account: "priced", succeedOn: "accepted" }] },
    ...more,
  });
  const counts = async (id: string) => (await get(service.url, `/v1/messages/${id}`)).body as { counts: { held: number; final: number } };

  it("holds what a budget has no room for until it is raised, and says so everywhere", async () => {
    const phones = ["+819045670001", "+819045670002", "+819045670003"];
    const plan = await post(service.url, "/v1/plans", message(phones));
    expect(answerErrors("PlanExplanation", plan.body)).toEqual([]);
    expect(JSON.stringify(plan.body)).toContain("the budget sms-monthly has 0.04 USD left, and this needs 0.08 USD");
    const { body: { id } } = await post(service.url, "/v1/messages", message(phones, { budget: { amount: "1", currency: "USD" } })) as { body: { id: string } };
    await vi.waitFor(async () => expect((await counts(id)).counts).toMatchObject({ held: 1, final: 2 }), 10_000);
    const { body: held } = await get(service.url, `/v1/messages/${id}/deliveries?status=held`) as { body: { items: { id: string }[] } };
    const { body: delivery } = await get(service.url, `/v1/deliveries/${held.items[0]!.id}`);
    expect(answerErrors("DeliveryDetail", delivery)).toEqual([]);
    expect(delivery).toMatchObject({ status: "held", reason: { code: "budget" } });
    const { body: budgets } = await get(service.url, "/v1/budgets") as { body: { items: object[] } };
    expect(answerErrors("BudgetList", budgets)).toEqual([]);
    expect(budgets.items).toMatchObject([{ name: "sms-monthly", allowed: "0.2", held: 1 }]);
    const { body: own } = await get(service.url, `/v1/budgets?message=${id}`) as { body: { items: object[] } };
    expect(own.items).toMatchObject([{ name: "message", messageId: id, allowed: "1" }]);
    expect(await post(service.url, "/v1/budgets/unheard-of/raise", { to: "1" })).toMatchObject({ status: 404 });
    expect(await post(service.url, "/v1/budgets/sms-monthly/raise", { to: "-1" })).toMatchObject({ status: 400 });
    const raised = await post(service.url, "/v1/budgets/sms-monthly/raise", { to: "1.20" });
    expect(answerErrors("Budget", raised.body)).toEqual([]);
    expect(raised.body).toMatchObject({ raised: "1" });
    await vi.waitFor(async () => expect((await counts(id)).counts).toMatchObject({ held: 0, final: 3 }), 10_000);
  });

  it("leaves a person alone who has had enough", async () => {
    const alert = message(["+819045670009"], { purpose: "alert" });
    const { body: { id: first } } = await post(service.url, "/v1/messages", alert) as { body: { id: string } };
    await vi.waitFor(async () => expect((await counts(first)).counts).toMatchObject({ final: 1 }), 10_000);
    const { body: { id: second } } = await post(service.url, "/v1/messages", alert) as { body: { id: string } };
    await vi.waitFor(async () => expect((await counts(second)).counts).toMatchObject({ outcomes: [{ outcome: "skipped", count: 1 }] }), 10_000);
    const { body } = await post(service.url, "/v1/plans", alert);
    expect(answerErrors("PlanExplanation", body)).toEqual([]);
    expect(JSON.stringify(body)).toContain("the cap alerts-daily allows 1 in P1D");
  });
});
