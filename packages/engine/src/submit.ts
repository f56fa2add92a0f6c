import type { EngineContext } from "./engine-context.ts";
import { newId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageView } from "./message-view.ts";
import { insertMessage } from "./store/insert-message.ts";
import { readMessage } from "./store/read-messages.ts";
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
  await insertMessage(context.connection, {
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
  context.nudge();
  return (await readMessage(context.connection, id))!;
}
