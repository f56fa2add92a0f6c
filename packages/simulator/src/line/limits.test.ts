import { afterEach, expect, test } from "vitest";
import type { SimulatorOptions } from "../options.ts";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { blocker, friend, lineCast } from "../testing/cast.ts";
import { hello, postToLine, pushPath } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";

const group = `C${"1".repeat(32)}`;
let simulator: Simulator;

afterEach(() => simulator.close());

async function start(line: SimulatorOptions["line"] = {}): Promise<void> {
  simulator = await startSimulator({ people: lineCast, line });
}

const push = (to: string) => postToLine(simulator, pushPath, { to, messages: [hello] });

test("people reached are counted against the month: blocked ones not, groups by their members", async () => {
  await start({ monthlyQuota: 7, groups: [{ groupId: group, members: 5 }] });
  await push(friend);
  await push(blocker);
  await push(group);

  const client = lineClient(simulator);
  expect(await client.getMessageQuota()).toEqual({ type: "limited", value: 7 });
  expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 6 });
});

test("what does not fit in the month is answered 429 and not sent, until the next month", async () => {
  await start({ monthlyQuota: 1 });
  await push(friend);
  const over = await push(friend);
  simulator.advanceClock(31 * 24 * 3_600_000);
  const nextMonth = await push(friend);

  expect(over).toMatchObject({ status: 429, body: { message: "You have reached your monthly limit." } });
  expect(nextMonth.status).toBe(200);
  expect(simulator.ledger()).toHaveLength(2);
});

test("without a monthly quota the plan is unlimited and consumption still counts", async () => {
  await start();
  await push(friend);

  expect(await lineClient(simulator).getMessageQuota()).toEqual({ type: "none" });
  expect(await lineClient(simulator).getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
});

test("a call over the rate is answered 429 in other words than the month's, and time makes room again", async () => {
  await start({ limits: { push: { requests: 2, perMs: 3_600_000 } } });
  const inTime = [await push(friend), await push(friend), await push(friend)];
  simulator.advanceClock(1_800_000);
  const later = [await push(friend), await push(friend)];

  expect(inTime.map((answer) => answer.status)).toEqual([200, 200, 429]);
  expect(inTime[2]?.body).toEqual({ message: "The API rate limit has been exceeded. Try again later." });
  expect(later.map((answer) => answer.status)).toEqual([200, 429]);
});

test("LINE's documented limits are in force unless they are switched off", async () => {
  const statusesOf61Tests = async () => {
    const statuses: number[] = [];
    for (let call = 1; call <= 61; call++) {
      statuses.push((await postToLine(simulator, "/v2/bot/channel/webhook/test", {})).status);
    }
    return statuses;
  };
  await start();
  expect((await statusesOf61Tests()).at(-1)).toBe(429);
  await simulator.close();

  await start({ limits: "off" });
  expect((await statusesOf61Tests()).at(-1)).toBe(404);
});
