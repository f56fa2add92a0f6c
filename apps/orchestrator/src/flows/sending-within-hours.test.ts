import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const hourMs = 3_600_000;
const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const friends = Array.from({ length: 5 }, (_, number) => ({ line: "friend" as const, lineUserId: userId(number) }));

/** What clocks in the zone show so many hours from now. */
function shown(hours: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return format.format(Date.now() + hours * hourMs);
}

interface Message {
  readonly id: string;
  readonly status: string;
  readonly counts: object;
}

interface Explanation {
  readonly recipients: readonly { readonly steps: readonly { readonly verdict: string; readonly heldUntil?: string }[] }[];
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: friends } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const onLine = { text: "届け", plan: { steps: [{ channel: "line" }] } };
  const messageOf = async (id: string) => (await get(service.url, `/v1/messages/${id}`)).body as Message;

  it("whoever's clock shows another hour is held, over a restart, and gets it at the opening together with the others", async () => {
    // In Bangkok it is two hours earlier than in Tokyo.
    const to = friends.map(({ lineUserId }, number) => ({
      addresses: { line: lineUserId },
      ...(number > 0 && { timeZone: number < 3 ? "Asia/Tokyo" : "Asia/Bangkok" }),
    }));
    const deliveryTimeWindow = {
      from: shown(-1, "Asia/Tokyo"),
      to: shown(1, "Asia/Tokyo"),
      timeZone: "recipient",
      fallbackTimeZone: "Asia/Bangkok",
    };
    const request = { to, ...onLine, deliveryTimeWindow };
    const explained = await post(service.url, "/v1/plans", request);
    expect(answerErrors("PlanExplanation", explained.body)).toEqual([]);
    const heldUntil = (explained.body as Explanation).recipients.map(({ steps }) => steps[0]!.heldUntil);
    expect(heldUntil.map((until) => until !== undefined)).toEqual([true, false, false, true, true]);

    const accepted = await post(service.url, "/v1/messages", request);
    expect(accepted).toMatchObject({ status: 202, body: { deliveryTimeWindow } });
    expect(answerErrors("Message", accepted.body)).toEqual([]);
    const { id } = accepted.body as Message;
    await vi.waitFor(async () => expect(await messageOf(id)).toMatchObject({ status: "sending", counts: { held: 3, final: 2 } }), { timeout: 30_000, interval: 50 });
    const held = await get(service.url, `/v1/deliveries/${id.replace("msg_", "dlv_")}_4`);
    expect(answerErrors("DeliveryDetail", held.body)).toEqual([]);
    expect(held.body).toMatchObject({ status: "held", heldUntil: heldUntil[4] });
    const listed = await get(service.url, `/v1/messages/${id}/deliveries?status=held`);
    expect((listed.body as { items: readonly object[] }).items).toHaveLength(3);
    const toWhom = () => service.simulator.ledger().map((entry) => entry.to.toSorted());
    expect(toWhom()).toEqual([[userId(1), userId(2)]]);

    await service.restartLater(2 * hourMs);
    await vi.waitFor(async () => expect(await messageOf(id)).toMatchObject({ status: "completed", counts: { held: 0, final: 5 } }), { timeout: 30_000, interval: 50 });
    expect(toWhom()).toEqual([[userId(1), userId(2)], [userId(0), userId(3), userId(4)]]);
  }, 60_000);

  it.each<[what: string, window: object, status: number, problem: object]>([
    ["a window in no zone", {}, 400, { pointer: "/deliveryTimeWindow/timeZone", code: "missing" }],
    ["hours that no clock shows", { timeZone: "Asia/Tokyo", to: "25:00" }, 400, { pointer: "/deliveryTimeWindow/to", code: "malformed" }],
    ["a whole day", { timeZone: "Asia/Tokyo", to: "09:00" }, 422, { pointer: "/deliveryTimeWindow/to", code: "never-closes" }],
    ["people without a zone", { timeZone: "recipient" }, 422, { pointer: "/to/0/timeZone", code: "missing-time-zone" }],
    ["a zone to fall back on from a zone", { timeZone: "Asia/Tokyo", fallbackTimeZone: "Asia/Tokyo" }, 422, { pointer: "/deliveryTimeWindow/fallbackTimeZone", code: "not-needed" }],
    ["hours after the end", { timeZone: "UTC", from: shown(10, "UTC"), to: shown(11, "UTC") }, 422, { pointer: "/deliveryTimeWindow", code: "never-opens" }],
  ])("%s is refused", async (_what, window, status, problem) => {
    const deliveryTimeWindow = { from: "09:00", to: "20:00", ...window };
    const body = { to: [{ addresses: { line: userId(0) } }], ...onLine, validityPeriod: "PT1H", deliveryTimeWindow };
    for (const path of ["/v1/messages", "/v1/plans"]) {
      expect(await post(service.url, path, body)).toMatchObject({ status, body: { errors: expect.arrayContaining([expect.objectContaining(problem)]) } });
    }
  });

  it("an audience that only LINE knows is sent to by a named clock, and by no other", async () => {
    const broadcast = { audience: { type: "line-broadcast" }, text: "届け" };
    const hours = { from: shown(3, "Asia/Tokyo"), to: shown(4, "Asia/Tokyo") };
    const refused = await post(service.url, "/v1/messages", { ...broadcast, deliveryTimeWindow: { ...hours, timeZone: "recipient" } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/deliveryTimeWindow/timeZone", code: "unknown-time-zones" }] } });
    const { body } = await post(service.url, "/v1/messages", { ...broadcast, deliveryTimeWindow: { ...hours, timeZone: "Asia/Tokyo" } });
    const { id } = body as Message;
    await vi.waitFor(async () => expect(await messageOf(id)).toMatchObject({ counts: { held: 1 } }), { timeout: 30_000, interval: 50 });
  });
});
