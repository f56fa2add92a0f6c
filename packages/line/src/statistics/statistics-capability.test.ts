import { describe, expect, test } from "vitest";
import { startScriptedLine } from "../testing/scripted-line.ts";

const options = { timeoutMs: 1_000 };
const units = async (...answers: Parameters<typeof startScriptedLine>[0]) => {
  const { line, received } = await startScriptedLine(answers);
  return { units: line.adapter.statistics!.units!, received };
};

describe("names", () => {
  test.each([
    ["summer_2026", true],
    ["a", true],
    ["A".repeat(30), true],
    ["A".repeat(31), false],
    ["", false],
    ["summer-2026", false],
    ["夏", false],
  ])("%j: %s", async (name, fits) => {
    expect((await units()).units.namePattern.test(name)).toBe(fits);
  });

  test("are put beside the messages, unless the caller put one there", async () => {
    const { attach, nameIn } = await units().then(({ units: of }) => ({
      attach: of.attach.bind(of),
      nameIn: of.nameIn.bind(of),
    }));
    const messages = [{ type: "text", text: "a" }];
    expect(attach({ messages }, "one")).toEqual({ messages, customAggregationUnits: ["one"] });
    const own = { messages, customAggregationUnits: ["own"] };
    expect(attach(own, "one")).toBe(own);
    expect([nameIn({ messages }), nameIn(own), nameIn({ customAggregationUnits: [] })]).toEqual([undefined, "own", undefined]);
  });

  test("belong to LINE's month, which begins at 15:00 UTC", async () => {
    const { units: of } = await units();
    expect(of.monthOf(new Date("2026-11-30T14:59:59Z"))).toBe("2026-11");
    expect(of.monthOf(new Date("2026-11-30T15:00:00Z"))).toBe("2026-12");
  });
});

test("a unit is asked for by LINE's days, 30 days at most", async () => {
  const { units: of, received } = await units({ body: { overview: { uniqueImpression: 60, uniqueClick: null } } });
  const question = { name: "a", from: new Date("2026-11-20T15:00:00Z"), to: new Date("2027-02-01T00:00:00Z") };
  await expect(of.engagement(question, options)).resolves.toEqual({ delivered: null, opened: 60, clicked: null, links: [] });
  expect(received[0]?.call).toContain("customAggregationUnit=a&from=20261121&to=20261221");
});

test.each([
  ["ready", "ready"],
  ["unready", "unready"],
  ["out_of_service", "unavailable"],
  ["unavailable_for_privacy", "unavailable"],
  ["something new", "unavailable"],
])("a day that LINE calls %s is %s", async (status, expected) => {
  const { line } = await startScriptedLine([{ body: { status, apiPush: 3 } }]);
  await expect(line.adapter.statistics!.day!.counts("2026-11-20", options)).resolves.toMatchObject({ status: expected });
});

test("a notification is counted by unit alone", async () => {
  const { line } = await startScriptedLine([]);
  expect(line.notificationAdapter.statistics).toMatchObject({ units: expect.anything(), fewestTold: 20 });
  expect(line.notificationAdapter.statistics).not.toHaveProperty("day");
  expect(line.notificationAdapter.statistics).not.toHaveProperty("request");
});
