import type { JsonObject } from "@todoke/core";
import { isJsonObject, readNumber, readObjects, readText } from "../json-object.ts";
import { readCounts, type Counts } from "./counts.ts";

/**
 * What people did with messages. Numbers below 20, and those that fewer than 20 people caused, are null; the lists are
 * empty where LINE has nothing to tell. They go on growing for 14 days.
 */
export interface LineInteraction {
  readonly overview: Counts<(typeof overviewNames)[number]>;
  /** By place in the send, from 1. */
  readonly messages: readonly (Counts<(typeof messageNames)[number]> & { readonly seq: number })[];
  readonly clicks: readonly (Counts<(typeof clickNames)[number]> & { readonly seq: number; readonly url: string })[];
}

/** The same for one broadcast or narrowcast. */
export interface LineMessageStatistics extends LineInteraction {
  readonly requestId: string;
  readonly sentAt: Date | null;
  /** Exact however small; null until all were sent. */
  readonly delivered: number | null;
}

const overviewNames = ["uniqueImpression", "uniqueClick", "uniqueMediaPlayed", "uniqueMediaPlayed100Percent"] as const;

/** `uniqueImpression` is told for units only. */
const messageNames = [
  "impression",
  "uniqueImpression",
  "mediaPlayed",
  "mediaPlayed25Percent",
  "mediaPlayed50Percent",
  "mediaPlayed75Percent",
  "mediaPlayed100Percent",
  "uniqueMediaPlayed",
  "uniqueMediaPlayed25Percent",
  "uniqueMediaPlayed50Percent",
  "uniqueMediaPlayed75Percent",
  "uniqueMediaPlayed100Percent",
] as const;

const clickNames = ["click", "uniqueClick", "uniqueClickOfRequest"] as const;

/** "Get user interaction statistics" and "Get statistics per unit" in "Messaging API reference", developers.line.biz. */
export function readInteraction(body: JsonObject): LineInteraction {
  const seqOf = (value: JsonObject) => ({ seq: readNumber(value["seq"]) ?? 0 });
  return {
    overview: readCounts(overviewOf(body), overviewNames),
    messages: readObjects(body["messages"]).map((value) => ({ ...seqOf(value), ...readCounts(value, messageNames) })),
    clicks: readObjects(body["clicks"]).map((value) => ({
      ...seqOf(value),
      url: readText(value["url"]) ?? "",
      ...readCounts(value, clickNames),
    })),
  };
}

export function readMessageStatistics(body: JsonObject, requestId: string): LineMessageStatistics {
  const overview = overviewOf(body);
  const seconds = readNumber(overview["timestamp"]);
  return {
    requestId,
    sentAt: seconds === undefined ? null : new Date(seconds * 1000),
    delivered: readNumber(overview["delivered"]) ?? null,
    ...readInteraction(body),
  };
}

function overviewOf(body: JsonObject): JsonObject {
  return isJsonObject(body["overview"]) ? body["overview"] : {};
}
