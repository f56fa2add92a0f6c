import { ProviderError, type QuotaCapability, type QuotaReport } from "@todoke/core";
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
      const { type, value } = quota.body;
      const limit = type === "none" ? undefined : readNumber(value);
      const used = readNumber(consumption.body["totalUsage"]);
      // Read as none used, or as no limit, what LINE left out would let a campaign run into the wall.
      if (used === undefined || (type !== "none" && limit === undefined)) throw unreadable();
      return { ...(limit !== undefined && { limit }), used, renewsAt: startOfNextMonth(new Date()) };
    },
  };
}

function unreadable(): ProviderError {
  return new ProviderError({
    class: "unavailable",
    providerCode: "unreadable-answer",
    message: "LINE answered with success, but did not say how much may be sent",
  });
}

/** The first moment of the month after `now`, by LINE's calendar. */
export function startOfNextMonth(now: Date): Date {
  const inJapan = new Date(now.getTime() + japanOffsetMs);
  return new Date(Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1) - japanOffsetMs);
}
