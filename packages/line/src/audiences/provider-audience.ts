import type {
  AudienceJobStatus,
  ProviderAudience,
  ProviderAudienceDetail,
  ProviderAudienceJob,
  ProviderAudienceStatus,
} from "@todoke/core";
import type { LineAudience, LineAudienceJob, LineAudienceWithJobs } from "./audience.ts";

const statuses: Readonly<Record<string, ProviderAudienceStatus>> = {
  IN_PROGRESS: "in-progress",
  READY: "ready",
  FAILED: "failed",
  EXPIRED: "expired",
  INACTIVE: "inactive",
  ACTIVATING: "activating",
};

const jobStatuses: Readonly<Record<string, AudienceJobStatus>> = {
  QUEUED: "queued",
  WORKING: "working",
  FINISHED: "finished",
  FAILED: "failed",
};

/** One of LINE's audiences in the contract's words. */
export function toAudience(audience: LineAudience): ProviderAudience {
  const { audienceGroupId, description, type, status, count, createdAt, expiresAt, failedType, requestId, clickUrl } = audience;
  return {
    id: String(audienceGroupId),
    name: description,
    type,
    // The answer that creates one says nothing; it is never ready at once.
    status: status === null ? "in-progress" : (statuses[status] ?? "unknown"),
    members: count,
    createdAt,
    expiresAt,
    failure: failedType,
    requestId,
    clickUrl,
  };
}

export function toAudienceDetail({ jobs, ...audience }: LineAudienceWithJobs): ProviderAudienceDetail {
  return { ...toAudience(audience), jobs: jobs.map(toJob) };
}

function toJob({ audienceGroupJobId, description, status, failedType, count, createdAt }: LineAudienceJob): ProviderAudienceJob {
  return {
    id: String(audienceGroupJobId),
    note: description,
    status: jobStatuses[status ?? ""] ?? "unknown",
    failure: failedType,
    members: count,
    createdAt,
  };
}
