import type { EngineContext } from "./engine-context.ts";
import { formatMessageId, newId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageCounts, MessageView } from "./message-view.ts";
import { insertMessage, smallChunkSize } from "./store/insert-message.ts";
import { readSubmission } from "./submission.ts";

/**
 * Accepts a message: checks it, then writes it, its deliveries and the first work on them in one transaction. From the
 * moment this resolves every recipient is accounted for. Throws `InvalidRequestError`, and then nothing was written.
 */
export async function submit(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
): Promise<MessageView> {
  const { purpose, resolved, planView, deliveries, audience } = readSubmission(request, context.accounts, defaultPlan);
  const id = newId();
  const { createdAt, validUntil } = await insertMessage(context.connection, {
    id,
    reference: request.reference,
    purpose,
    content: request.content,
    plan: resolved.plan,
    planView,
    platform: request.platform,
    audience: audience && request.audience && { requested: request.audience, frozen: audience },
    validityPeriodMs: resolved.validityPeriodMs,
    deliveries,
  });
  context.nudge(deliveries.length > smallChunkSize ? "chunks" : "smallChunks");
  return {
    id: formatMessageId(id),
    status: "sending",
    ...(request.reference !== undefined && { reference: request.reference }),
    purpose,
    createdAt,
    validUntil,
    content: request.content,
    plan: planView,
    ...(request.platform && { platform: request.platform }),
    ...(request.audience && { audience: request.audience }),
    counts: { ...noCounts, recipients: deliveries.length, pending: deliveries.length },
  };
}

const noCounts: MessageCounts = {
  recipients: 0,
  scheduled: 0,
  held: 0,
  pending: 0,
  sending: 0,
  waiting: 0,
  final: 0,
  outcomes: [],
  duplicateContacts: 0,
  possibleDuplicates: 0,
};
