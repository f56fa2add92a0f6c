import type { QuotaCapability, QuotaReport } from "@todoke/core";
import { readNumber } from "./json-object.ts";
import type { LineApi } from "./line-api.ts";

/** LINE's day and month begin at midnight in UTC+9, all year round. */
const japanOffsetMs = 9 * 60 * 60 * 1000;

/**
 * People that the account may still reach this month, in any way: LINE counts what goes out through its own manager as
 * well, does not count replies, and is approximate and late with what was used.
 */
export function createQuota(api: LineApi): QuotaCapability {
  return {
    endpoint: "quota",
    check: async (options): Promise<QuotaReport> => {
      const [quota, consumption] = await Promise.all([api("quota", {}, options), api("consumption", {}, options)]);
      const limit = quota.body["type"] === "none" ? undefined : readNumber(quota.body["value"]);
      return {
        ...(limit !== undefined && { limit }),
        used: readNumber(consumption.body["totalUsage"]) ?? 0,
        renewsAt: startOfNextMonth(new Date()),
      };
    },
  };
}

/** The first moment of the month after `now`, by LINE's calendar. */
export function startOfNextMonth(now: Date): Date {
  const inJapan = new Date(now.getTime() + japanOffsetMs);
  return new Date(Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1) - japanOffsetMs);
}
