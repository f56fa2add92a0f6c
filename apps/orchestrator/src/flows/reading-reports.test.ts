import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testDatabases } from "../testing/test-databases.ts";

interface Page {
  readonly items: readonly { readonly id: string; readonly type: string; readonly deliveryId: string }[];
  readonly cursor: string;
}

const phone = "+819011110001";

describe.each(testDatabases)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: [{ phone }] } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function pageOf(subscription: string, count: number): Promise<Page> {
    return vi.waitFor(async () => {
      const { status, body } = await get(service.url, `/v1/reports?subscription=${subscription}`);
      expect({ status, errors: answerErrors("ReportPage", body) }).toEqual({ status: 200, errors: [] });
      expect((body as Page).items).toHaveLength(count);
      return body as Page;
    }, { timeout: 20_000, interval: 50 });
  }

  it("hands reports out until they are acknowledged, also where the reader or the service crashes in between", async () => {
    const { status, body } = await post(service.url, "/v1/report-subscriptions", { name: "crm" });
    expect({ status, errors: answerErrors("ReportSubscription", body) }).toEqual({ status: 200, errors: [] });
    const message = { reference: "order-43", to: [{ reference: "c-17", addresses: { phone } }], text: "届け", plan: { steps: [{ channel: "sms" }] } };
    expect((await post(service.url, "/v1/messages", message)).status).toBe(202);
    const fetched = await pageOf("crm", 3);
    expect(fetched.items).toMatchObject([
      { number: 1, type: "evidence", evidence: "accepted", final: false },
      { number: 2, type: "evidence", evidence: "sent", final: false },
      { number: 3, type: "outcome", outcome: "delivered", succeeded: true, final: true, messageReference: "order-43", reference: "c-17" },
    ]);
    await service.restart();
    expect(await pageOf("crm", 3)).toEqual(fetched);
    const acknowledged = await post(service.url, "/v1/reports/acknowledge", { subscription: "crm", cursor: fetched.cursor });
    expect(acknowledged).toMatchObject({ status: 200, body: { cursor: fetched.cursor } });
    expect(await pageOf("crm", 0)).toEqual({ items: [], cursor: fetched.cursor });
  });

  it("lists subscriptions, ends them, and refuses what it cannot read", async () => {
    await post(service.url, "/v1/report-subscriptions", { name: "shortly", finalOnly: true });
    const { body } = await get(service.url, "/v1/report-subscriptions");
    expect(answerErrors("ReportSubscriptionList", body)).toEqual([]);
    expect(body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: "shortly", finalOnly: true })]) });
    expect((await ask(service.url, "DELETE", "/v1/report-subscriptions/shortly")).status).toBe(204);
    expect((await ask(service.url, "DELETE", "/v1/report-subscriptions/shortly")).status).toBe(404);
    expect((await get(service.url, "/v1/reports?subscription=shortly")).status).toBe(404);
    expect((await get(service.url, "/v1/reports")).status).toBe(400);
    expect((await post(service.url, "/v1/reports/acknowledge", { subscription: "shortly", cursor: "x" })).status).toBe(400);
    expect((await post(service.url, "/v1/report-subscriptions", { name: "not a name" })).status).toBe(400);
  });
});
