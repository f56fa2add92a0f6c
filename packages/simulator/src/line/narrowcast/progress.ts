import type { NarrowcastErrorCode } from "../../faults.ts";
import type { Outcome } from "../../serve.ts";
import { reachedBy, type AudienceSend } from "../audience-sends.ts";
import { answerJson, refusals, refuse } from "../errors.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";

/** GET /v2/bot/message/progress/narrowcast */
export const narrowcastProgress: LineEndpoint = { name: "narrowcast-progress", handle };

/** "Messaging API reference", Get narrowcast message status: how long after acceptance it can be asked for. */
const readableMs = 14 * 24 * 3_600_000;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const failedDescriptions: Readonly<Record<NarrowcastErrorCode, string>> = {
  1: "An internal error occurred.",
  2: "An error occurred because there weren't enough recipients.",
  3: "A conflict error of requests occurs because a request that has already been accepted is retried.",
  4: "An audience of less than the minimum recipients was included.",
  5: "The message was cancelled because it could not be delivered to all recipients.",
};

function handle(line: LineChannel, { query: { requestId = "" } }: LineCall): Outcome {
  if (!uuid.test(requestId)) return refuse(400, "The value for the 'requestId' parameter is invalid");
  const send = line.audienceSends.find(requestId);
  const now = line.simulation.clock.now();
  if (send === undefined || send.type !== "narrowcast" || now >= send.acceptedAt + readableMs) return refusals.notFound;
  return answerJson(200, { ...describe(send, now), acceptedTime: new Date(send.acceptedAt).toISOString() });
}

function describe(send: AudienceSend, now: number): Readonly<Record<string, unknown>> {
  const { sendingAt, completedAt, targets, failureCount, errorCode } = send;
  if (now < sendingAt) return { phase: "waiting" };
  const targetCount = targets.length;
  if (now < completedAt) return { phase: "sending", successCount: 0, failureCount: 0, targetCount };
  const completedTime = new Date(completedAt).toISOString();
  if (errorCode === undefined) {
    return { phase: "succeeded", successCount: reachedBy(send).length, failureCount, targetCount, completedTime };
  }
  const failedDescription = failedDescriptions[errorCode];
  return { phase: "failed", successCount: 0, failureCount: 0, targetCount, failedDescription, errorCode, completedTime };
}
