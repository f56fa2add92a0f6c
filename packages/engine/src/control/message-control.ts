import { InvalidRequestError, type MessageStatus, type Problem } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import { earlier, later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatMessageId, parseMessageId } from "../ids.ts";
import type { MessageView } from "../message-view.ts";
import { checkFit } from "../plan/resolve-plan.ts";
import { never } from "../speed/as-released.ts";
import type { SendingSpeedLimit } from "../speed/sending-speed-limit.ts";
import { planSpeed, type SpeedPlan } from "../speed/speed-plan.ts";
import { beginCancellation } from "../store/control/cancel-message.ts";
import { lockControls } from "../store/control/lock-controls.ts";
import { pauseMessage, takeClaimsBack } from "../store/control/pause-message.ts";
import { readControlledMessage, type ControlledMessage } from "../store/control/read-controlled-message.ts";
import { releaseMessages } from "../store/control/release-messages.ts";
import { waitForSendAt, writeSendAt, writeValidUntil } from "../store/control/schedule-message.ts";
import { readMessage } from "../store/read-messages.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { readSendAt } from "../timing.ts";
import { checkOpening } from "../windows/check-window.ts";
import { carryOutCancellation, nudgeSenders } from "./release-due-messages.ts";
import { StateError } from "./state-error.ts";

/** A cancelled message. */
export interface CancelledMessage extends MessageView {
  /**
   * Deliveries that a provider has or may have, by now: their outcome is still awaited, and nothing more than that call
   * goes out for them.
   */
  readonly tooLate: number;
}

/** Ends what has not gone out. Undefined when there is no such message; throws `StateError` when it was completed. */
export async function cancel(context: EngineContext, id: string): Promise<CancelledMessage | undefined> {
  const messageId = await control(context, id, async (transaction, message) => {
    if (message.status !== "cancelled") {
      refuseWhen(message, ["completed"], "cancelled");
      await beginCancellation(transaction, context.projectId, message.id, context.settings.leaseMs);
    }
  });
  if (messageId === undefined) return undefined;
  await carryOutCancellation(context, messageId);
  const view = await readMessage(context.connection, context.projectId, messageId);
  return view && { ...view, tooLate: view.counts.sending + view.counts.waiting + view.counts.pending };
}

/** Has nothing new go out until the message is resumed. Undefined when there is no such message. */
export async function pause(context: EngineContext, id: string): Promise<MessageView | undefined> {
  const messageId = await control(context, id, async (transaction, message) => {
    refuseWhen(message, ["completed", "cancelled"], "paused");
    refuseOpen(message, "paused");
    if (message.status !== "paused") await pauseMessage(transaction, context.projectId, message.id);
  });
  if (messageId === undefined) return undefined;
  await retryOnConflict(() => takeClaimsBack(context.connection, context.projectId, messageId));
  return readMessage(context.connection, context.projectId, messageId);
}

/** Lets a paused message go on, or wait for its time. Undefined when there is no such message. */
export async function resume(context: EngineContext, id: string): Promise<MessageView | undefined> {
  const messageId = await control(context, id, async (transaction, message) => {
    refuseWhen(message, ["completed", "cancelled"], "resumed");
    refuseOpen(message, "resumed");
    if (message.status !== "paused") return;
    if (message.sendingSpeedLimit !== undefined) await writeValidUntil(transaction, context.projectId, message.id, endFrom(message, message.now));
    await waitForSendAt(transaction, context.projectId, message.id);
    await releaseMessages(transaction, context.projectId, [message.id]);
  });
  if (messageId === undefined) return undefined;
  nudgeSenders(context);
  return readMessage(context.connection, context.projectId, messageId);
}

/**
 * Moves the release of a message that has not begun, or is paused. Undefined when there is no such message; throws
 * `StateError` while it is being sent, and `InvalidRequestError` for a moment that does not fit.
 */
export async function reschedule(context: EngineContext, id: string, sendAt: string): Promise<MessageView | undefined> {
  const messageId = await control(context, id, async (transaction, message) => {
    refuseWhen(message, ["completed", "cancelled"], "rescheduled");
    refuseOpen(message, "rescheduled");
    if (message.status === "sending") {
      throw new StateError("under-way", `message ${formatMessageId(message.id)} is being sent: pause it first`);
    }
    const moment = readMoment(sendAt, message.now);
    await writeSendAt(transaction, context.projectId, message.id, moment, endIfSentAt(message, moment, "/sendAt"));
    if (message.status === "scheduled") await releaseMessages(transaction, context.projectId, [message.id]);
  });
  if (messageId === undefined) return undefined;
  nudgeSenders(context);
  return readMessage(context.connection, context.projectId, messageId);
}

/** Does something about a message that nobody else controls meanwhile; gives its id where there is one. */
async function control(
  { connection, projectId }: EngineContext,
  id: string,
  work: (transaction: Database, message: ControlledMessage) => Promise<void>,
): Promise<string | undefined> {
  const messageId = parseMessageId(id);
  if (messageId === undefined) return undefined;
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      await lockControls(transaction, [messageId]);
      const message = await readControlledMessage(transaction, projectId, messageId);
      if (message === undefined) return undefined;
      await work(transaction, message);
      return messageId;
    }),
  );
}

function refuseWhen({ id, status }: ControlledMessage, statuses: readonly MessageStatus[], asked: string): void {
  if (!statuses.includes(status)) return;
  throw new StateError("already-over", `message ${formatMessageId(id)} is ${status} and cannot be ${asked}`);
}

function refuseOpen({ id, status }: ControlledMessage, asked: string): void {
  if (status !== "open") return;
  throw new StateError("not-started", `message ${formatMessageId(id)} is open and cannot be ${asked}: start or cancel it`);
}

function readMoment(text: string, now: Date): Date {
  const problems: Problem[] = [];
  const sendAt = readSendAt(text, now, problems);
  if (sendAt === undefined) throw new InvalidRequestError(problems);
  return sendAt;
}

/**
 * When it would end, were it to go out at `sendAt`. Validity runs from release: where that is still to come it moves along,
 * and where it has begun it does not stretch. Throws `InvalidRequestError` at `pointer` when that does not fit.
 */
export function endIfSentAt(message: ControlledMessage, sendAt: Date, pointer: string): Date {
  const { now, expiresAt, hasBegun, plan, sendingSpeedLimit } = message;
  const problems: Problem[] = [];
  const releaseAt = sendAt > now ? sendAt : now;
  const hasLimit = sendingSpeedLimit !== undefined;
  const validUntil = hasBegun && !hasLimit ? message.validUntil : endFrom(message, releaseAt);
  if (validUntil <= releaseAt) {
    const detail = `the message ends at ${validUntil.toISOString()}: it must go on before that`;
    problems.push({ pointer, code: "after-the-end", detail });
  } else {
    if (hasLimit) problems.push(...speedOf(message, sendingSpeedLimit, releaseAt).problemsWith(message.untouched));
    else if (!hasBegun) checkFit(plan.steps, validUntil.getTime() - releaseAt.getTime(), problems);
    checkOpening(message, releaseAt, hasLimit ? (expiresAt ?? never) : validUntil, problems);
  }
  if (problems.length > 0) throw new InvalidRequestError(problems.map((problem) => ({ ...problem, pointer })));
  return validUntil;
}

/** When a message ends that is released, or goes on to be, at a moment. */
function endFrom(message: ControlledMessage, releaseAt: Date): Date {
  const { expiresAt, sendingSpeedLimit: limit, untouched, validityPeriodMs } = message;
  const lastAt = limit === undefined || untouched === 0 ? releaseAt : speedOf(message, limit, releaseAt).lastReleaseAt(untouched);
  const full = later(lastAt, validityPeriodMs);
  return expiresAt === null ? full : earlier(full, expiresAt);
}

function speedOf(
  { deliveryTimeWindow, marketingWindow, expiresAt, plan, validityPeriodMs }: ControlledMessage,
  limit: SendingSpeedLimit,
  releaseAt: Date,
): SpeedPlan {
  return planSpeed({ limit, deliveryTimeWindow, marketingWindow, releaseAt, expiresAt: expiresAt ?? undefined, steps: plan.steps, validityPeriodMs });
}
