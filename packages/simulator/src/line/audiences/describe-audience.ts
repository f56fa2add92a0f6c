import { jobStatusOf, lifetimeMs, membersOf, statusOf, type Audience } from "./audience.ts";

type Fields = Readonly<Record<string, unknown>>;

/** "Messaging API reference", Get audience data: smaller counts are shown as 0, save for uploaded user ids. */
const fewestShown = 20;
const mostJobsShown = 50;

const seconds = (timeMs: number) => Math.floor(timeMs / 1_000);

/** What the call that creates an audience answers. */
export function describeCreated(audience: Audience): Fields {
  const { audienceGroupId, type, description, createdAt, isIfaAudience, requestId, clickUrl } = audience;
  return {
    audienceGroupId,
    createRoute: "MESSAGING_API",
    type,
    description,
    created: seconds(createdAt),
    permission: "READ_WRITE",
    expireTimestamp: seconds(createdAt + lifetimeMs),
    isIfaAudience,
    requestId,
    clickUrl,
  };
}

/** An audience as it stands now. */
export function describeAudience(audience: Audience, now: number): Fields {
  const members = membersOf(audience, now).size;
  const isCounted = members >= fewestShown || (audience.type === "UPLOAD" && !audience.isIfaAudience);
  const status = statusOf(audience, now);
  return {
    ...describeCreated(audience),
    status,
    ...(status === "FAILED" && { failedType: "INTERNAL_ERROR" }),
    audienceCount: isCounted ? members : 0,
  };
}

/** The last 50 uploads, the newest first. Only an uploaded audience has any. */
export function describeJobs({ audienceGroupId, type, jobs }: Audience, now: number): readonly Fields[] {
  if (type !== "UPLOAD") return [];
  return jobs
    .slice(-mostJobsShown)
    .toReversed()
    .map((job) => {
      const jobStatus = jobStatusOf(job, now);
      return {
        audienceGroupJobId: job.audienceGroupJobId,
        audienceGroupId,
        description: job.description,
        type: "DIFF_ADD",
        jobStatus,
        ...(jobStatus === "FAILED" && { failedType: "INTERNAL_ERROR" }),
        audienceCount: job.ids.length,
        created: seconds(job.acceptedAt),
      };
    });
}
