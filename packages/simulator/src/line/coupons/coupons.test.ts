import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { callLine, getFromLine, postToLine } from "../../testing/line-request.ts";
import { lineClient } from "../../testing/official-clients.ts";

const path = "/v2/bot/coupon";
const dayMs = 24 * 3_600_000;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

const termsOf = (title: string) => ({
  title,
  acquisitionCondition: { type: "normal" as const },
  startTimestamp: Math.floor(Date.now() / 1_000),
  endTimestamp: Math.floor((Date.now() + dayMs) / 1_000),
  maxUseCountPerTicket: 1,
  timezone: "ASIA_TOKYO" as const,
  visibility: "UNLISTED" as const,
});

const create = (title: string) => lineClient(simulator).createCoupon(termsOf(title));
const statusOf = async (couponId: string) => (await lineClient(simulator).getCouponDetail(couponId)).status;

test("a coupon runs until it is closed, which happens once", async () => {
  const { couponId } = await create("Free noodles");
  const running = await lineClient(simulator).getCouponDetail(couponId);
  await lineClient(simulator).closeCoupon(couponId);
  const again = await callLine(simulator, "PUT", `${path}/${couponId}/close`);

  expect(running).toMatchObject({ couponId, title: "Free noodles", status: "RUNNING", visibility: "UNLISTED" });
  expect(await statusOf(couponId)).toBe("CLOSED");
  expect(again.status).toBe(410);
});

test("a coupon ends by itself when its time is over", async () => {
  const { couponId } = await create("Today only");
  simulator.advanceClock(dayMs + 1_000);

  expect(await statusOf(couponId)).toBe("CLOSED");
});

test("coupons are listed by status in pages, the newest first", async () => {
  const first = await create("First");
  await create("Second");
  await create("Third");
  await lineClient(simulator).closeCoupon(first.couponId);
  const client = lineClient(simulator);
  const page = await client.listCoupon(undefined, undefined, 2);

  expect(page.items.map(({ title }) => title)).toEqual(["Third", "Second"]);
  expect(await client.listCoupon(undefined, page.next, 2)).toMatchObject({ items: [{ title: "First" }] });
  expect((await getFromLine(simulator, `${path}?status=CLOSED`)).body).toEqual({
    items: [{ couponId: first.couponId, title: "First" }],
  });
});

test("what a coupon cannot do without is named", async () => {
  const { title: _, ...nameless } = termsOf("x");
  const endless = { ...termsOf("x"), endTimestamp: 1 };

  expect(await postToLine(simulator, path, nameless)).toMatchObject({
    status: 400,
    body: { details: [{ message: "May not be empty", property: "title" }] },
  });
  expect((await postToLine(simulator, path, endless)).body).toMatchObject({ details: [{ property: "endTimestamp" }] });
});

test("a coupon that does not exist is neither shown nor closed", async () => {
  expect((await getFromLine(simulator, `${path}/7`)).status).toBe(404);
  expect((await callLine(simulator, "PUT", `${path}/7/close`)).status).toBe(404);
});
