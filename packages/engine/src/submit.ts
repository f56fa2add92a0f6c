import type { Accepted } from "./acceptance/acceptance.ts";
import type { EngineContext } from "./engine-context.ts";
import type { KeyedPlace } from "./idempotency/keyed-requests-view.ts";
import { findReplyTarget } from "./inbound/reply-target.ts";
import { formatMessageId, monthOf, newId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageCounts, MessageView } from "./message-view.ts";
import { chooseUnits } from "./statistics/choose-units.ts";
import { findPushes } from "./plan/pushed-list.ts";
import { smallChunkSize, type InsertedMessage, type NewMessage } from "./store/insert-message.ts";
import { readSubmission } from "./submission.ts";

/**
 * Accepts a message: checks it, then writes it, its deliveries and the first work on them in one transaction, with the
 * answer where the request has a key. From the moment this resolves every recipient is accounted for. Throws
 * `InvalidRequestError`, `ReferenceInUseError` and, with a key, `IdempotencyKeyInUseError` and
 * `IdempotencyKeyReusedError`; then nothing was written.
 */
export async function submit(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
  keyed?: KeyedPlace,
): Promise<Accepted> {
  await context.doors.refresh();
  const reply = await findReplyTarget(context, request);
  const pushes = await findPushes(context, request);
  const submission = readSubmission(context, request, { defaultPlan, reply, pushes });
  const { purpose, deliveries, listId, audience, timing } = submission;
  const { sendAt, expiresAt } = timing;
  const isOpen = request.open === true;
  const isScheduled = timing.isScheduled && !isOpen;
  const id = newId();
  const { resolved, planView } = await chooseUnits(context, submission, id);
  const message: NewMessage = {
    id,
    reference: request.reference,
    purpose,
    content: request.content,
    plan: resolved.plan,
    planView,
    ...submission.windows,
    speed: submission.speed,
    platform: request.platform,
    budget: request.budget,
    audience: request.audience && { requested: request.audience, frozen: audience },
    reply,
    sendAt,
    isScheduled,
    isOpen,
    expiresAt,
    validityPeriodMs: resolved.fullValidityPeriodMs,
  };
  await context.months.ensure(monthOf(id));
  const view = (inserted: InsertedMessage & { readonly recipients: number }) => acceptedMessage(request, message, inserted);
  const accepted = await context.acceptances.write({ message, deliveries, listId, view, keyed });
  if ("replay" in accepted || isOpen) return accepted;
  const { recipients } = accepted.message.counts;
  context.observe({ type: "message-accepted", purpose, recipients });
  if (!isScheduled) context.nudge(recipients > smallChunkSize ? "chunks" : "smallChunks");
  return accepted;
}

/** The same for a request that is new each time. */
export async function submitWithoutKey(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
): Promise<MessageView> {
  const accepted = await submit(context, request, defaultPlan);
  if ("replay" in accepted) throw new TypeError("a request without a key was answered like a repeated one");
  return accepted.message;
}

function acceptedMessage(
  request: MessageRequest,
  { id, purpose, planView, sendAt, isScheduled, isOpen, expiresAt }: NewMessage,
  { createdAt, validUntil, recipients }: InsertedMessage & { readonly recipients: number },
): MessageView {
  return {
    id: formatMessageId(id),
    status: isOpen ? "open" : isScheduled ? "scheduled" : "sending",
    ...(request.reference !== undefined && { reference: request.reference }),
    purpose,
    createdAt,
    ...(sendAt && { sendAt }),
    ...(expiresAt && { expiresAt }),
    validUntil,
    content: request.content,
    plan: planView,
    ...(request.deliveryTimeWindow && { deliveryTimeWindow: request.deliveryTimeWindow }),
    ...(request.sendingSpeedLimit && { sendingSpeedLimit: request.sendingSpeedLimit }),
    ...(request.budget && { budget: request.budget }),
    ...(request.platform && { platform: request.platform }),
    ...(request.audience && { audience: request.audience }),
    ...(request.inReplyTo !== undefined && { inReplyTo: request.inReplyTo }),
    counts: { ...noCounts, recipients, [isScheduled || isOpen ? "scheduled" : "pending"]: recipients },
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
