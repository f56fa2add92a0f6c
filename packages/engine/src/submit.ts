import type { Database } from "./database/open-database.ts";
import type { EngineContext } from "./engine-context.ts";
import { findReplyTarget } from "./inbound/reply-target.ts";
import { formatMessageId, newId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageCounts, MessageView } from "./message-view.ts";
import { chooseUnits } from "./statistics/choose-units.ts";
import { findPushes } from "./plan/pushed-list.ts";
import { insertMessageToList } from "./store/audiences/insert-message-to-list.ts";
import { insertMessage, smallChunkSize, type InsertedMessage, type NewMessage } from "./store/insert-message.ts";
import { refuseUsedReference } from "./store/message-reference.ts";
import { readSubmission } from "./submission.ts";

/** Writes a message with all that belongs to it, in the transaction that there is, else in one of its own. */
export type WriteMessage = (database: Database) => Promise<MessageView>;

/**
 * Accepts a message: checks it, then has `commit` write it, its deliveries and the first work on them in one transaction,
 * with whatever else belongs into that. From the moment this resolves every recipient is accounted for. Throws
 * `InvalidRequestError` or `ReferenceInUseError`, and then nothing was written.
 */
export async function submit<Answer>(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
  commit: (write: WriteMessage) => Promise<Answer>,
): Promise<Answer> {
  await context.doors.refresh();
  const reply = await findReplyTarget(context, request);
  const pushes = await findPushes(context, request);
  const submission = readSubmission(request, context.accounts, defaultPlan, context.doors, context.clock.now(), reply, pushes);
  const { purpose, deliveries, listId, audience, timing } = submission;
  const { sendAt, expiresAt, isScheduled } = timing;
  const id = newId();
  const { resolved, planView } = await chooseUnits(context, submission, id);
  const message: NewMessage = {
    id,
    reference: request.reference,
    purpose,
    content: request.content,
    plan: resolved.plan,
    planView,
    deliveryTimeWindow: request.deliveryTimeWindow,
    platform: request.platform,
    audience: request.audience && { requested: request.audience, frozen: audience },
    reply,
    sendAt,
    isScheduled,
    expiresAt,
    validityPeriodMs: resolved.fullValidityPeriodMs,
  };
  let recipients = 0;
  const answer = await refuseUsedReference(context.connection, request.reference, () =>
    commit(async (database) => {
      const inserted =
        listId === undefined
          ? { ...(await insertMessage(database, message, deliveries)), recipients: deliveries.length }
          : await insertMessageToList(database, message, listId);
      ({ recipients } = inserted);
      return acceptedMessage(request, message, inserted);
    }));
  if (recipients > 0) context.observe({ type: "message-accepted", purpose, recipients });
  if (!isScheduled) context.nudge(recipients > smallChunkSize ? "chunks" : "smallChunks");
  return answer;
}

function acceptedMessage(
  request: MessageRequest,
  { id, purpose, planView, sendAt, isScheduled, expiresAt }: NewMessage,
  { createdAt, validUntil, recipients }: InsertedMessage & { readonly recipients: number },
): MessageView {
  return {
    id: formatMessageId(id),
    status: isScheduled ? "scheduled" : "sending",
    ...(request.reference !== undefined && { reference: request.reference }),
    purpose,
    createdAt,
    ...(sendAt && { sendAt }),
    ...(expiresAt && { expiresAt }),
    validUntil,
    content: request.content,
    plan: planView,
    ...(request.deliveryTimeWindow && { deliveryTimeWindow: request.deliveryTimeWindow }),
    ...(request.platform && { platform: request.platform }),
    ...(request.audience && { audience: request.audience }),
    ...(request.inReplyTo !== undefined && { inReplyTo: request.inReplyTo }),
    counts: { ...noCounts, recipients, [isScheduled ? "scheduled" : "pending"]: recipients },
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
