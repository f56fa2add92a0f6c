import { describe, expect, test } from "vitest";
import type { JsonObject } from "@todoke/core";
import { parseAudience as parseFor } from "./audience-capability.ts";

const parseAudience = (audience: JsonObject) => parseFor(audience, { country: undefined, tier: undefined });

const audience = (audienceGroupId = 1) => ({ type: "audience", audienceGroupId });
const redelivery = { type: "redelivery", requestId: "5b59509c-c57b-11e9-aa8c-2a2ae2dbcce4" };
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

function problemsOf(fields: JsonObject) {
  const parsed = parseAudience({ type: "line-narrowcast", ...fields });
  return parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe("a narrowcast that LINE would take", () => {
  test.each<[string, JsonObject]>([
    ["to all friends", {}],
    ["to one audience", { recipient: audience() }],
    [
      "to audiences joined and left out",
      {
        recipient: {
          type: "operator",
          and: [
            audience(1),
            { type: "operator", or: [audience(2), redelivery] },
            { type: "operator", not: audience(3) },
          ],
        },
      },
    ],
    ["to 10 audiences", { recipient: { type: "operator", or: times(10, audience()) } }],
    [
      "by every attribute",
      {
        filter: {
          demographic: {
            type: "operator",
            and: [
              { type: "gender", oneOf: ["male", "female"] },
              { type: "age", gte: "age_20", lt: "age_25" },
              { type: "appType", oneOf: ["ios"] },
              { type: "area", oneOf: ["jp_01", "jp_47", "tw_22", "th_08", "id_12"] },
              { type: "operator", not: { type: "subscriptionPeriod", lt: "day_30" } },
            ],
          },
        },
      },
    ],
    ["as far as the quota goes", { limit: { max: 100, upToRemainingQuota: true, forbidPartialDelivery: true } }],
    ["by a kind of recipient that LINE adds later", { recipient: { type: "hologram" } }],
  ])("%s", (_name, target) => {
    expect(parseAudience({ type: "line-narrowcast", ...target })).toEqual({
      ok: true,
      endpoint: "narrowcast",
      target,
      hasProgress: true,
    });
  });
});

describe("what is refused before the call, and where", () => {
  const attribute = { type: "gender", oneOf: ["male"] };

  test.each<[string, JsonObject, readonly string[]]>([
    ["a misspelt field", { recipients: audience() }, ["/recipients unknown-field"]],
    ["an audience without an id", { recipient: { type: "audience" } }, ["/recipient/audienceGroupId required"]],
    [
      "an id that is no whole number",
      { recipient: { type: "audience", audienceGroupId: "1" } },
      ["/recipient/audienceGroupId out-of-range"],
    ],
    ["an operator that is none", { recipient: { type: "operator" } }, ["/recipient operator"]],
    [
      "two operators at once",
      { recipient: { type: "operator", and: [audience()], not: audience() } },
      ["/recipient operator"],
    ],
    ["an empty list", { recipient: { type: "operator", or: [] } }, ["/recipient/or too-few"]],
    [
      "a mistake deep inside",
      { recipient: { type: "operator", and: [audience(), { type: "operator", not: { type: "redelivery" } }] } },
      ["/recipient/and/1/not/requestId required"],
    ],
    [
      "11 audiences and redeliveries",
      {
        recipient: { type: "operator", or: [...times(5, audience()), { type: "operator", and: times(6, redelivery) }] },
      },
      ["/recipient too-many"],
    ],
    [
      "11 attributes",
      { filter: { demographic: { type: "operator", or: times(11, attribute) } } },
      ["/filter/demographic too-many"],
    ],
    [
      "a scale the wrong way round",
      { filter: { demographic: { type: "age", gte: "age_30", lt: "age_30" } } },
      ["/filter/demographic/lt out-of-order"],
    ],
    ["a scale without ends", { filter: { demographic: { type: "age" } } }, ["/filter/demographic required"]],
    [
      "a step that LINE does not have",
      { filter: { demographic: { type: "subscriptionPeriod", gte: "day_31" } } },
      ["/filter/demographic/gte not-a-choice"],
    ],
    [
      "a prefecture too many",
      { filter: { demographic: { type: "area", oneOf: ["jp_48"] } } },
      ["/filter/demographic/oneOf/0 not-a-choice"],
    ],
    ["nobody at most", { limit: { max: 0 } }, ["/limit/max out-of-range"]],
    [
      "partial delivery forbidden without a quota to go by",
      { limit: { forbidPartialDelivery: true } },
      ["/limit/forbidPartialDelivery contradiction"],
    ],
  ])("%s", (_name, target, problems) => {
    expect(problemsOf(target)).toEqual(problems);
  });

  test("a broadcast that would choose, and an audience of somebody else", () => {
    expect(parseAudience({ type: "line-broadcast" })).toMatchObject({ ok: true, target: {}, hasProgress: false });
    expect(parseAudience({ type: "line-broadcast", filter: {} })).toMatchObject({ problems: [{ pointer: "/filter" }] });
    expect(parseAudience({ type: "list" })).toMatchObject({ ok: false, problems: [{ pointer: "/type" }] });
  });
});
