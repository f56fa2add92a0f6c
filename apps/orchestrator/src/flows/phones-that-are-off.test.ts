import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Delivery {
  readonly timeline: readonly { readonly type: string; readonly providerCode?: string; readonly evidence?: string }[];
}

let made = 0;
function newPhone(): string {
  made += 1;
  return `+8190${78_900_000 + made}`;
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { twilio: { statusDelayMs: 20 } } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const messageTo = (addresses: object, steps: readonly object[]) => ({ to: [{ addresses }], text: "届け", plan: { steps } });

  async function meets(id: string, expected: (delivery: Delivery) => void): Promise<Delivery> {
    return vi.waitFor(
      async () => {
        const delivery = (await get(service.url, `/v1/deliveries/${id}`)).body as Delivery;
        expected(delivery);
        return delivery;
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  const attemptsOf = ({ timeline }: Delivery) => timeline.filter(({ type }) => type === "attempt");

  it("are tried again as often as the step says, until they are on", async () => {
    const phone = newPhone();
    service.simulator.setPeople([{ phone, handset: "off" }]);
    const answer = await post(service.url, "/v1/messages", messageTo({ phone }, [{ channel: "sms", retry: { every: "PT1S" } }]));
    expect(answer).toMatchObject({ status: 202, body: { plan: { steps: [{ retry: { every: "PT1S" } }] } } });
    expect(answerErrors("Message", answer.body)).toEqual([]);
    const id = `${(answer.body as { id: string }).id.replace("msg_", "dlv_")}_0`;
    await meets(id, (delivery) => expect(attemptsOf(delivery).length).toBeGreaterThanOrEqual(2));
    service.simulator.setPerson(phone, { handset: "on" });
    const delivery = await meets(id, (each) => expect(each).toMatchObject({ outcome: "delivered", succeeded: true, possibleDuplicate: false }));
    const attempts = attemptsOf(delivery);
    expect(attempts.slice(0, -1).every(({ providerCode, evidence }) => providerCode === "30003" && evidence === "failed")).toBe(true);
    expect(service.simulator.ledger().filter(({ to }) => to.includes(phone))).toHaveLength(attempts.length);
  }, 60_000);

  it("are left to the next step at once without a retry", async () => {
    const [phone, lineUserId] = [newPhone(), `U${"d".repeat(32)}`];
    service.simulator.setPeople([{ phone, handset: "off", lineUserId, line: "friend" }]);
    const { body } = await post(service.url, "/v1/messages", messageTo({ phone, line: lineUserId }, [{ channel: "sms" }, { channel: "line" }]));
    const id = `${(body as { id: string }).id.replace("msg_", "dlv_")}_0`;
    const delivery = await meets(id, (each) => expect(each).toMatchObject({ outcome: "accepted", channel: "line", succeeded: true }));
    expect(attemptsOf(delivery)).toHaveLength(2);
  });

  it.each([
    ["PT0S", 422, "invalid-duration"],
    ["often", 400, "malformed"],
    ["PT49H", 422, "never-retried"],
  ])("are not tried again every %s", async (every, status, code) => {
    const answer = await post(service.url, "/v1/messages", messageTo({ phone: newPhone() }, [{ channel: "sms", retry: { every } }]));
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer: "/plan/steps/0/retry/every", code }] } });
  });
});
