import type { EngineContext } from "./engine-context.ts";
import { findFilter } from "./filters/filter-audience.ts";
import { findReplyTarget } from "./inbound/reply-target.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import { findPushes } from "./plan/pushed-list.ts";
import type { SubmissionFacts } from "./submission.ts";
import { findContent } from "./templates/find-content.ts";
import { readMessageWebhooks } from "./webhooks/message-webhooks.ts";

/** Looks up what a request is read by. Throws `InvalidRequestError`. */
export async function findFacts(context: EngineContext, request: MessageRequest, defaultPlan: PlanRequest | undefined): Promise<SubmissionFacts> {
  await context.doors.refresh();
  const message = await findContent(context, request);
  const reply = await findReplyTarget(context, request);
  const pushes = await findPushes(context, request);
  const filter = await findFilter(context, request);
  const webhooks = await readMessageWebhooks(context, request);
  return { message, defaultPlan, reply, pushes, filter, webhooks };
}
