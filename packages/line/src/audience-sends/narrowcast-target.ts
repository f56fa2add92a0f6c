import type { ContentProblem, JsonObject, JsonValue } from "@todoke/core";
import { checkShape, problem, type Rule, type Shape } from "../content-shape.ts";
import { isJsonArray, isJsonObject } from "../json-object.ts";
import { allOf, choice, flag, lazy, list, onlyFields, record, text, variant, whole } from "../shapes.ts";
import { ageSteps, regions, subscriptionSteps } from "./demographics.ts";

/**
 * What is wrong with the `recipient`, `filter` and `limit` of a narrowcast, found without a call: "Send narrowcast
 * message" in "Messaging API reference", developers.line.biz. Whether an audience exists, is ready and holds enough
 * people only LINE knows.
 */
export function checkNarrowcastTarget(target: JsonObject): readonly ContentProblem[] {
  return checkShape(narrowcastTarget, target, "");
}

/** Audiences and redeliveries in one recipient, and attributes in one filter; operators are not counted. */
const maxLeaves = 10;

/** `and`, `or` and `not` exclude one another; the lists may not be empty, and may nest. */
function operatorOver(operand: Shape): Shape {
  const operands = list(1, Number.MAX_SAFE_INTEGER, operand);
  const fields = { "and?": operands, "or?": operands, "not?": operand };
  return record(fields, allOf(onlyFields("type", "and", "or", "not"), exactlyOneOperator));
}

const exactlyOneOperator: Rule = (value, pointer) =>
  operatorNames.filter((name) => value[name] !== undefined).length === 1
    ? []
    : [problem(pointer, "operator", "must have exactly one of and, or, not")];

const operatorNames = ["and", "or", "not"] as const;

const recipient: Shape = variant({
  audience: record({ audienceGroupId: whole(1) }, onlyFields("type", "audienceGroupId")),
  redelivery: record({ requestId: text(100) }, onlyFields("type", "requestId")),
  operator: lazy(() => operatorOver(recipient)),
});

const gender = choice("male", "female");
const appType = choice("ios", "android");
const many = (each: Shape) => record({ oneOf: list(1, regions.length, each) }, onlyFields("type", "oneOf"));

/** `gte` and `lt` on one scale, at least one of them, in this order. */
function between(steps: readonly string[]): Shape {
  return record(
    { "gte?": choice(...steps), "lt?": choice(...steps) },
    allOf(onlyFields("type", "gte", "lt"), ({ gte, lt }, pointer) => {
      if (gte === undefined && lt === undefined) return [problem(pointer, "required", "must have gte, lt or both")];
      const [from, to] = [gte, lt].map((step) => (typeof step === "string" ? steps.indexOf(step) : -1));
      return gte !== undefined && lt !== undefined && Number(from) >= Number(to)
        ? [problem(`${pointer}/lt`, "out-of-order", "must be above gte")]
        : [];
    }),
  );
}

const demographic: Shape = variant({
  gender: many(gender),
  age: between(ageSteps),
  appType: many(appType),
  area: many(choice(...regions)),
  subscriptionPeriod: between(subscriptionSteps),
  operator: lazy(() => operatorOver(demographic)),
});

const partialDelivery: Rule = ({ forbidPartialDelivery, upToRemainingQuota }, pointer) =>
  forbidPartialDelivery === true && upToRemainingQuota !== true
    ? [problem(`${pointer}/forbidPartialDelivery`, "contradiction", "needs upToRemainingQuota: true")]
    : [];

const atMostLeaves =
  (field: string, path: readonly string[]): Rule =>
  (target) => {
    const root = path.reduce<JsonValue | undefined>(
      (value, name) => (isJsonObject(value) ? value[name] : undefined),
      target,
    );
    return countLeaves(root) > maxLeaves
      ? [problem(`/${path.join("/")}`, "too-many", `must hold at most ${maxLeaves} ${field}, operators not counted`)]
      : [];
  };

function countLeaves(value: JsonValue | undefined): number {
  if (!isJsonObject(value)) return 0;
  if (value["type"] !== "operator") return 1;
  const { and, or, not } = value;
  const operands = [
    ...(isJsonArray(and) ? and : []),
    ...(isJsonArray(or) ? or : []),
    ...(not === undefined ? [] : [not]),
  ];
  return operands.reduce<number>((sum, operand) => sum + countLeaves(operand), 0);
}

const narrowcastTarget: Shape = record(
  {
    "recipient?": recipient,
    "filter?": record({ "demographic?": demographic }, onlyFields("demographic")),
    "limit?": record(
      { "max?": whole(1), "upToRemainingQuota?": flag, "forbidPartialDelivery?": flag },
      allOf(onlyFields("max", "upToRemainingQuota", "forbidPartialDelivery"), partialDelivery),
    ),
  },
  allOf(
    onlyFields("recipient", "filter", "limit"),
    atMostLeaves("audiences and redeliveries", ["recipient"]),
    atMostLeaves("attributes", ["filter", "demographic"]),
  ),
);
