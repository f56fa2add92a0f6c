/** People to whom narrowcasts can be sent. */
export interface Audience {
  readonly audienceGroupId: number;
  readonly type: "UPLOAD" | "CLICK" | "IMP";
  /** Its name. */
  description: string;
  /** In milliseconds since the epoch. */
  readonly createdAt: number;
  /** Of advertising ids, which belong to nobody here, instead of user ids. */
  readonly isIfaAudience: boolean;
  /** Of the message that people saw or clicked. */
  readonly requestId?: string;
  readonly clickUrl?: string;
  /** In the order in which they were accepted; at least one. */
  readonly jobs: AudienceJob[];
}

/** One upload of ids. They belong to the audience when it is finished. */
export interface AudienceJob {
  readonly audienceGroupJobId: number;
  readonly description: string;
  readonly ids: readonly string[];
  /** In milliseconds since the epoch, like the one below. */
  readonly acceptedAt: number;
  readonly finishedAt: number;
  readonly hasFailed: boolean;
}

export type AudienceStatus = "IN_PROGRESS" | "READY" | "FAILED" | "EXPIRED";
export type JobStatus = "QUEUED" | "WORKING" | "FINISHED" | "FAILED";

/** "Messaging API reference", Manage audience: kept for 180 days, then shown as expired for a month. */
export const lifetimeMs = 180 * 24 * 3_600_000;

/** "Messaging API reference", Create message click audience: with fewer it never becomes ready. */
const fewestAnonymous = 50;

export function statusOf(audience: Audience, now: number): AudienceStatus {
  if (now >= audience.createdAt + lifetimeMs) return "EXPIRED";
  const fewest = audience.type === "UPLOAD" ? 1 : fewestAnonymous;
  if (membersOf(audience, now).size >= fewest) return "READY";
  return audience.jobs.every((job) => jobStatusOf(job, now) === "FAILED") ? "FAILED" : "IN_PROGRESS";
}

export function jobStatusOf({ acceptedAt, finishedAt, hasFailed }: AudienceJob, now: number): JobStatus {
  if (now >= finishedAt) return hasFailed ? "FAILED" : "FINISHED";
  return now < (acceptedAt + finishedAt) / 2 ? "QUEUED" : "WORKING";
}

/** The ids of all finished jobs. */
export function membersOf({ jobs }: Audience, now: number): ReadonlySet<string | undefined> {
  const members = new Set<string>();
  for (const job of jobs) {
    if (jobStatusOf(job, now) !== "FINISHED") continue;
    for (const id of job.ids) members.add(id);
  }
  return members;
}
