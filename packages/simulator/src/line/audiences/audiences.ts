import type { Clock } from "../../clock.ts";
import { lifetimeMs, type Audience, type AudienceJob } from "./audience.ts";

/** The account's audiences. */
export interface Audiences {
  create(audience: Pick<Audience, "type" | "description" | "isIfaAudience" | "requestId" | "clickUrl">): Audience;
  /** Starts the upload of ids. */
  addJob(audience: Audience, job: Pick<AudienceJob, "description" | "ids" | "hasFailed">): void;
  /** By its id, as a number or in digits. */
  find(audienceGroupId: unknown): Audience | undefined;
  remove(audience: Audience): void;
  /** The newest first. */
  all(): readonly Audience[];
}

const expiredShownMs = 30 * 24 * 3_600_000;

export function createAudiences(clock: Clock, uploadMs: number): Audiences {
  const audiences = new Map<string, Audience>();
  let assignedAudiences = 2_000_000_000_000;
  let assignedJobs = 10_000_000;

  function dropOld(): void {
    const oldest = clock.now() - lifetimeMs - expiredShownMs;
    for (const [id, { createdAt }] of audiences) {
      if (createdAt > oldest) return;
      audiences.delete(id);
    }
  }

  return {
    create(fields) {
      const audience = { ...fields, audienceGroupId: ++assignedAudiences, createdAt: clock.now(), jobs: [] };
      audiences.set(String(audience.audienceGroupId), audience);
      return audience;
    },
    addJob({ jobs }, job) {
      const acceptedAt = clock.now();
      jobs.push({ ...job, audienceGroupJobId: ++assignedJobs, acceptedAt, finishedAt: acceptedAt + uploadMs });
    },
    find(audienceGroupId) {
      dropOld();
      return audiences.get(String(audienceGroupId));
    },
    remove({ audienceGroupId }) {
      audiences.delete(String(audienceGroupId));
    },
    all() {
      dropOld();
      return [...audiences.values()].toReversed();
    },
  };
}
