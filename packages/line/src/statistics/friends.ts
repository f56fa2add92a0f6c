import type { JsonObject } from "@todoke/core";
import { readNumber, readObjects, readText } from "../json-object.ts";

/** Percentages by LINE's names: `male`, `from20to24`, `東京`; null where it tells none. */
export type LineShares = Readonly<Record<string, number | null>>;

/** Who the friends are, about three days old; told of accounts that reach 20 people or more in JP, TH and TW. */
export interface LineDemographics {
  /** False: all the shares are empty. */
  readonly available: boolean;
  readonly genders: LineShares;
  readonly ages: LineShares;
  readonly areas: LineShares;
  readonly appTypes: LineShares;
  readonly subscriptionPeriods: LineShares;
}

/** "Get friend demographics" in "Messaging API reference", developers.line.biz. */
export function readDemographics(body: JsonObject): LineDemographics {
  return {
    available: body["available"] === true,
    genders: readShares(body, "genders", "gender"),
    ages: readShares(body, "ages", "age"),
    areas: readShares(body, "areas", "area"),
    appTypes: readShares(body, "appTypes", "appType"),
    subscriptionPeriods: readShares(body, "subscriptionPeriods", "subscriptionPeriod"),
  };
}

function readShares(body: JsonObject, list: string, name: string): LineShares {
  return Object.fromEntries(
    readObjects(body[list]).map((share) => [
      readText(share[name]) ?? "unknown",
      readNumber(share["percentage"]) ?? null,
    ]),
  );
}
