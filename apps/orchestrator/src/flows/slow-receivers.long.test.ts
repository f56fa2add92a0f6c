import { afterAll, beforeAll, expect, it } from "vitest";
import { failed, type HostileStage, startHostileStage, tellInTurn } from "../testing/hostile-stage.ts";

let stage: HostileStage;

beforeAll(async () => {
  stage = await startHostileStage();
}, 60_000);

afterAll(() => stage.close());

it("receivers that answer one byte a second, or not at all, end after 15 seconds, and keep nobody else waiting", async () => {
  const slow = await Promise.all(["/drip", "/never"].map((path) => stage.makeEndpoint(stage.url(path))));
  await stage.makeEndpoint(stage.url("/endless"));
  await stage.makeEndpoint(stage.url("/good"));
  expect(await tellInTurn(stage, "/good", Array.from({ length: 10 }, () => undefined))).toBeLessThan(40_000);
  for (const endpoint of slow) {
    const [first] = (await failed(stage, endpoint, 30_000)).toReversed();
    expect(first!.code).toBe("timeout");
    expect(first!.tookMs).toBeGreaterThan(14_000);
    expect(first!.tookMs).toBeLessThan(20_000);
  }
  expect(stage.connections()).toBe(0);
}, 90_000);
