import type { DayCounts, Engagement, JsonObject, StatisticsCapability, StatisticsUnits } from "@todoke/core";
import { isJsonArray } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";
import { dayOf, monthOf } from "./day.ts";
import type { LineInteraction } from "./interaction.ts";
import { createStatistics, type LineStatistics } from "./line-statistics.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** "Get user interaction statistics" in "Messaging API reference", developers.line.biz. */
const terms = { fewestTold: 20, growsForMs: 14 * dayMs };

/** LINE answers for at most so many days after the first. */
const longestPeriodMs = 30 * dayMs;

/** Channel `line`: by unit for push and multicast, by request for broadcast and narrowcast, and the account's days. */
export function createLineStatistics(api: LineApi): StatisticsCapability {
  const statistics = createStatistics(api);
  return {
    ...terms,
    units: createUnits(statistics),
    request: {
      endpoint: "insight-message",
      engagement: async (requestId, options) => {
        const found = await statistics.message(requestId, options);
        return { ...engagementOf(found), delivered: found.delivered };
      },
    },
    day: {
      endpoint: "insight-deliveries",
      counts: async (day, options) => {
        const { status, ...counts } = await statistics.deliveries(day, options);
        return { status: statusOf(status), counts };
      },
    },
  };
}

/** Channel `line-notification`: by unit alone. A message counts once it arrived, which may be a day later. */
export function createNotificationStatistics(api: LineApi): StatisticsCapability {
  return { ...terms, units: createUnits(createStatistics(api)) };
}

function createUnits(statistics: LineStatistics): StatisticsUnits {
  return {
    endpoint: "insight-unit",
    namePattern: /^[A-Za-z0-9_]{1,30}$/,
    longestName: 30,
    namesPerMonth: 1_000,
    monthOf,
    usedNames: async (options) => (await statistics.unitsUsed(options)) ?? undefined,
    nameIn,
    attach: (payload, name) =>
      nameIn(payload) === undefined ? { ...payload, customAggregationUnits: [name] } : payload,
    engagement: async ({ name, from, to }, options) => {
      const end = Math.min(to.getTime(), from.getTime() + longestPeriodMs);
      const period = { unit: name, from: dayOf(from), to: dayOf(new Date(end)) };
      return engagementOf(await statistics.unit(period, options));
    },
  };
}

function nameIn({ customAggregationUnits }: JsonObject): string | undefined {
  const [name] = isJsonArray(customAggregationUnits) ? customAggregationUnits : [];
  return typeof name === "string" ? name : undefined;
}

function engagementOf({ overview, clicks }: LineInteraction): Engagement {
  return {
    delivered: null,
    opened: overview.uniqueImpression,
    clicked: overview.uniqueClick,
    links: clicks.map(({ url, uniqueClick }) => ({ url, clicked: uniqueClick })),
  };
}

function statusOf(status: string): DayCounts["status"] {
  return status === "ready" || status === "unready" ? status : "unavailable";
}
