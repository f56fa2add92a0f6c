import type { JsonObject } from "@todoke/core";
import { readPages } from "../account/pages.ts";
import { callOptions, type LineCallOptions } from "../call-options.ts";
import { readNumber, readText } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";
import { readCounts, type Counts } from "./counts.ts";
import { toDate, toPeriod, type LineDay } from "./day.ts";
import { readDemographics, type LineDemographics } from "./friends.ts";
import {
  readInteraction,
  readMessageStatistics,
  type LineInteraction,
  type LineMessageStatistics,
} from "./interaction.ts";

/** A way to send, as LINE counts them by day. */
export type LineSentKind = keyof typeof sentPaths;

/** `ready`, `unready` (try the next day), `out_of_service`, `unavailable_for_privacy`; all but `ready` without numbers. */
export interface LineDayStatus {
  readonly status: string;
}

export interface LineUnitPeriod {
  readonly unit: string;
  readonly from: LineDay;
  /** At most 30 days after `from`. */
  readonly to: LineDay;
}

/** What LINE counted. Days are LINE's, in UTC+9, and mostly there on the next one. Insight may be asked 60 times an hour. */
export interface LineStatistics {
  /** One broadcast or narrowcast, by the `requestId` of its send. */
  message(requestId: string, options?: LineCallOptions): Promise<LineMessageStatistics>;
  /**
   * Everything that was sent under one aggregation unit, whatever it said. LINE does not tell how many that were: keep
   * count of your own.
   */
  unit(period: LineUnitPeriod, options?: LineCallOptions): Promise<LineInteraction>;
  /** Messages sent through the API in one way. */
  sent(kind: LineSentKind, day: LineDay, options?: LineCallOptions): Promise<LineDayStatus & Counts<"success">>;
  /** Messages sent in every way, those of LINE's own screens included. */
  deliveries(day: LineDay, options?: LineCallOptions): Promise<LineDayStatus & Counts<DeliveryName>>;
  /** `followers` counts who ever was one and never falls; `targetedReaches` is whom a narrowcast can reach. */
  followers(day: LineDay, options?: LineCallOptions): Promise<LineDayStatus & Counts<FollowerName>>;
  demographics(options?: LineCallOptions): Promise<LineDemographics>;
  /** Aggregation units used this month, of 1,000; names beyond them are ignored without an error. */
  unitsUsed(options?: LineCallOptions): Promise<number | null>;
  /** Their names, page after page. */
  unitNames(options?: LineCallOptions): AsyncIterable<string>;
}

const sentPaths = {
  reply: "/reply",
  push: "/push",
  multicast: "/multicast",
  broadcast: "/broadcast",
  "notification-template": "/pnp/templated",
  "notification-flexible": "/pnp",
} as const;

type DeliveryName = (typeof deliveryNames)[number];
type FollowerName = (typeof followerNames)[number];

const deliveryNames = [
  "broadcast",
  "targeting",
  "stepMessage",
  "autoResponse",
  "welcomeResponse",
  "chat",
  "apiBroadcast",
  "apiPush",
  "apiMulticast",
  "apiNarrowcast",
  "apiReply",
  "ccAutoReply",
  "ccManualReply",
  "pnpNoticeMessage",
  "pnpCallToLine",
  "thirdPartyChatTool",
] as const;

const followerNames = ["followers", "targetedReaches", "blocks"] as const;

export function createStatistics(api: LineApi): LineStatistics {
  return {
    message: async (requestId, options) => {
      const { body } = await api("insight-message", { query: { requestId } }, callOptions(options));
      return readMessageStatistics(body, requestId);
    },
    unit: async ({ unit, ...period }, options) => {
      const query = { customAggregationUnit: unit, ...toPeriod(period) };
      return readInteraction((await api("insight-unit", { query }, callOptions(options))).body);
    },
    sent: async (kind, day, options) => {
      const call = { subPath: sentPaths[kind], query: { date: toDate(day) } };
      return readDay((await api("sent-count", call, callOptions(options))).body, ["success"]);
    },
    deliveries: async (day, options) => {
      const { body } = await api("insight-deliveries", { query: { date: toDate(day) } }, callOptions(options));
      return readDay(body, deliveryNames);
    },
    followers: async (day, options) => {
      const { body } = await api("insight-followers", { query: { date: toDate(day) } }, callOptions(options));
      return readDay(body, followerNames);
    },
    demographics: async (options) =>
      readDemographics((await api("insight-demographic", {}, callOptions(options))).body),
    unitsUsed: async (options) => {
      const { body } = await api("unit-usage", {}, callOptions(options));
      return readNumber(body["numOfCustomAggregationUnits"]) ?? null;
    },
    unitNames: (options) =>
      readPages("customAggregationUnits", (start) =>
        api("unit-names", { query: { limit: 100, start } }, callOptions(options)),
      ),
  };
}

function readDay<const Name extends string>(body: JsonObject, names: readonly Name[]) {
  return { status: readText(body["status"]) ?? "unready", ...readCounts(body, names) };
}
