import type { JsonObject, JsonValue } from "@todoke/core";
import { isJsonObject, readNumber, readObjects, readText } from "../json-object.ts";

/** A group of people that LINE keeps for narrowcasts, for 180 days. */
export interface LineAudience {
  readonly audienceGroupId: number;
  /** LINE's word: `UPLOAD`, `CLICK`, `IMP`, or one of those that only its own screens make. */
  readonly type: string;
  readonly description: string;
  /**
   * `IN_PROGRESS`, `READY`, `FAILED`, `EXPIRED`, `INACTIVE`, `ACTIVATING`; null in the answer that created it. It takes up
   * to hours to be ready, and stays in progress while it is empty. Adding to a ready one does not change it: see its jobs.
   */
  readonly status: string | null;
  /** Null where LINE does not tell: fewer than 20 people, except in audiences of user ids and chat tags. */
  readonly count: number | null;
  readonly createdAt: Date | null;
  readonly expiresAt: Date | null;
  /** Why it failed; null unless it did. */
  readonly failedType: string | null;
  /** Of the broadcast or narrowcast that a click or impression audience was made from. */
  readonly requestId: string | null;
  readonly clickUrl: string | null;
  /** Its members are advertising identifiers, not user ids. */
  readonly isIfaAudience: boolean;
  /** `READ` or `READ_WRITE`; null where LINE says nothing. */
  readonly permission: string | null;
  readonly createRoute: string | null;
}

/** One addition to an audience. */
export interface LineAudienceJob {
  readonly audienceGroupJobId: number;
  readonly description: string;
  /** `QUEUED`, `WORKING`, `FINISHED`, `FAILED`. */
  readonly status: string | null;
  readonly failedType: string | null;
  readonly count: number | null;
  readonly createdAt: Date | null;
}

export interface LineAudienceWithJobs extends LineAudience {
  /** The last 50. */
  readonly jobs: readonly LineAudienceJob[];
}

export function readAudience(value: JsonObject): LineAudience {
  const type = readText(value["type"]) ?? "";
  return {
    audienceGroupId: readNumber(value["audienceGroupId"]) ?? 0,
    type,
    description: readText(value["description"]) ?? "",
    status: readText(value["status"]) ?? null,
    count: readCount(value["audienceCount"], type),
    createdAt: readSeconds(value["created"]),
    expiresAt: readSeconds(value["expireTimestamp"]),
    failedType: readText(value["failedType"]) ?? null,
    requestId: readText(value["requestId"]) ?? null,
    clickUrl: readText(value["clickUrl"]) ?? null,
    isIfaAudience: value["isIfaAudience"] === true,
    permission: readText(value["permission"]) ?? null,
    createRoute: readText(value["createRoute"]) ?? null,
  };
}

export function readAudienceWithJobs(body: JsonObject): LineAudienceWithJobs {
  const audience = isJsonObject(body["audienceGroup"]) ? body["audienceGroup"] : {};
  return { ...readAudience(audience), jobs: readObjects(body["jobs"]).map(readJob) };
}

function readJob(value: JsonObject): LineAudienceJob {
  return {
    audienceGroupJobId: readNumber(value["audienceGroupJobId"]) ?? 0,
    description: readText(value["description"]) ?? "",
    status: readText(value["jobStatus"]) ?? null,
    failedType: readText(value["failedType"]) ?? null,
    count: readNumber(value["audienceCount"]) ?? null,
    createdAt: readSeconds(value["created"]),
  };
}

const exactlyCounted: readonly string[] = ["UPLOAD", "CHAT_TAG"];

/** LINE writes 0 for numbers that it keeps to itself. */
function readCount(value: JsonValue | undefined, type: string): number | null {
  const count = readNumber(value) ?? null;
  return count === 0 && !exactlyCounted.includes(type) ? null : count;
}

function readSeconds(value: JsonValue | undefined): Date | null {
  return typeof value === "number" ? new Date(value * 1000) : null;
}
