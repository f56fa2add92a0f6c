import type { CallOptions, ProviderAudienceDetail, ProviderAudiences } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import type { ClaimedPush } from "../store/audiences/push-rows.ts";
import { writePush, type PushChange } from "../store/audiences/write-push.ts";
import type { PushError } from "./audience-view.ts";

/** Small audiences are ready in seconds, large ones in hours. */
const delaysMs = [2_000, 5_000, 15_000, 60_000];

/** Asks the provider whether a push has become an audience that can be sent to. */
export async function lookAtPush(
  { connection, projectId }: EngineContext,
  service: ProviderAudiences,
  push: ClaimedPush,
  options: CallOptions,
  isLate: boolean,
): Promise<void> {
  const audience = await service.get(push.provider_audience_id ?? "", options);
  const seen = audience && { provider_status: audience.status };
  const failure = failureOf(audience);
  if (failure !== undefined) return writePush(connection, projectId, push, { ...seen, status: "failed", dueInMs: null, error: failure });
  if (audience !== undefined && isReady(audience)) return writePush(connection, projectId, push, { ...seen, status: "ready", dueInMs: null });
  if (isLate) return writePush(connection, projectId, push, { ...seen, status: "failed", dueInMs: null, error: tooLate });
  const dueInMs = delaysMs[Math.min(push.tries, delaysMs.length - 1)]!;
  const change: PushChange = { ...seen, tries: push.tries + 1, dueInMs };
  return writePush(connection, projectId, push, change);
}

/** An audience is ready with its first people in it, while others are still being added. */
function isReady({ status, jobs }: ProviderAudienceDetail): boolean {
  return status === "ready" && jobs.every((job) => job.status !== "queued" && job.status !== "working");
}

function failureOf(audience: ProviderAudienceDetail | undefined): PushError | undefined {
  if (audience === undefined) return { class: "content", code: "audience-not-found", detail: "the provider does not know its audience any more" };
  const { status, failure, jobs } = audience;
  if (["failed", "expired", "inactive"].includes(status)) {
    return { class: "content", code: failure ?? status, detail: `the provider's audience is ${status}` };
  }
  const failed = jobs.find((job) => job.status === "failed");
  return failed && { class: "content", code: failed.failure ?? "job-failed", detail: "the provider could not add the addresses" };
}

const tooLate: PushError = { class: "unavailable", code: "not-ready-in-time", detail: "the provider's audience was not ready after two days" };
