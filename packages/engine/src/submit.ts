import type { Accepted } from "./acceptance/acceptance.ts";
import type { EngineContext } from "./engine-context.ts";
import type { KeyedPlace } from "./idempotency/keyed-requests-view.ts";
import { formatMessageId, formatTemplateId, monthOf, newId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageCounts, MessageView } from "./message-view.ts";
import { chooseUnits } from "./statistics/choose-units.ts";
import { smallChunkSize, type InsertedMessage, type NewMessage } from "./store/insert-message.ts";
import { findFacts } from "./submission-facts.ts";
import { readSubmission } from "./submission.ts";
import { traceAcceptance } from "./tracing/trace-acceptance.ts";
import type { SpanPlace } from "./tracing/tracer.ts";

/**
 * Accepts a message: checks it, then writes it, its deliveries and the first work on them in one transaction, with the
 * answer where the request has a key. From the moment this resolves every recipient is accounted for. Throws
 * `InvalidRequestError`, `ReferenceInUseError` and, with a key, `IdempotencyKeyInUseError` and
 * `IdempotencyKeyReusedError`; then nothing was written.
 */
export function submit(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
  keyed?: KeyedPlace,
): Promise<Accepted> {
  return traceAcceptance(context, request, (acceptSpan) => accept(context, request, defaultPlan, keyed, acceptSpan));
}

async function accept(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
  keyed: KeyedPlace | undefined,
  acceptSpan: SpanPlace | undefined,
): Promise<Accepted> {
  const facts = await findFacts(context, request, defaultPlan);
  const submission = readSubmission(context, request, facts);
  const { purpose, deliveries, listId, filter, audience, timing } = submission;
  const { sendAt, expiresAt } = timing;
  const isOpen = request.open === true;
  const isScheduled = timing.isScheduled && !isOpen;
  const id = newId();
  const { resolved, planView } = await chooseUnits(context, submission, id);
  const message: NewMessage = {
    id,
    reference: request.reference,
    purpose,
    content: submission.message.content,
    template: submission.message.template,
    plan: resolved.plan,
    planView,
    ...submission.windows,
    speed: submission.speed,
    platform: request.platform,
    webhooks: facts.webhooks.webhooks,
    budget: request.budget,
    audience: request.audience && { requested: request.audience, frozen: audience },
    reply: facts.reply,
    sendAt,
    isScheduled,
    isOpen,
    isTest: request.test === true,
    acceptSpan,
    expiresAt,
    validityPeriodMs: resolved.fullValidityPeriodMs,
  };
  await context.months.ensure(monthOf(id));
  const view = (inserted: InsertedMessage & { readonly recipients: number }) => acceptedMessage(request, message, inserted);
  const accepted = await context.acceptances.write({ message, deliveries, listId, filter, view, keyed });
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
  { id, purpose, content, template, planView, webhooks, sendAt, isScheduled, isOpen, expiresAt, acceptSpan }: NewMessage,
  { createdAt, validUntil, recipients }: InsertedMessage & { readonly recipients: number },
): MessageView {
  return {
    id: formatMessageId(id),
    ...(request.test === true && { test: true }),
    status: isOpen ? "open" : isScheduled ? "scheduled" : "sending",
    ...(request.reference !== undefined && { reference: request.reference }),
    purpose,
    createdAt,
    ...(sendAt && { sendAt }),
    ...(expiresAt && { expiresAt }),
    validUntil,
    ...(template && { template: { id: formatTemplateId(template.id), version: template.version } }),
    content,
    plan: planView,
    ...(request.deliveryTimeWindow && { deliveryTimeWindow: request.deliveryTimeWindow }),
    ...(request.sendingSpeedLimit && { sendingSpeedLimit: request.sendingSpeedLimit }),
    ...(request.budget && { budget: request.budget }),
    ...(request.platform && { platform: request.platform }),
    ...(webhooks && { webhooks }),
    ...(request.audience && { audience: request.audience }),
    ...(request.inReplyTo !== undefined && { inReplyTo: request.inReplyTo }),
    ...(acceptSpan && { traceId: acceptSpan.traceId }),
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
