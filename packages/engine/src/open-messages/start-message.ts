import { InvalidRequestError, type Problem } from "@todoke/core";
import { endIfSentAt } from "../control/message-control.ts";
import { StateError } from "../control/state-error.ts";
import { nudgeSenders } from "../control/release-due-messages.ts";
import type { Database } from "../database/open-database.ts";
import type { EngineContext } from "../engine-context.ts";
import type { RequestKey } from "../idempotency/keyed-requests-view.ts";
import { onlyOnce, type Once } from "../idempotency/only-once.ts";
import { formatMessageId, parseMessageId } from "../ids.ts";
import type { MessageView } from "../message-view.ts";
import { lockControls } from "../store/control/lock-controls.ts";
import { readControlledMessage, type ControlledMessage } from "../store/control/read-controlled-message.ts";
import { wholeAnswer } from "../store/keyed-answers/find-answers.ts";
import { beginMessage } from "../store/open-messages/begin-message.ts";
import { readMessage } from "../store/read-messages.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { readSendAt } from "../timing.ts";
import type { StartRequest } from "./open-messages-view.ts";

/**
 * Lets an open message go: from here on its recipients are who it goes to. With a key the answer is kept in the same
 * transaction. Undefined when there is no such message.
 */
export async function startMessage(
  context: EngineContext,
  id: string,
  request: StartRequest,
  key?: RequestKey,
): Promise<Once<{ readonly message: MessageView }> | undefined> {
  const messageId = parseMessageId(id);
  if (messageId === undefined || (await readControlledMessage(context.connection, context.projectId, messageId)) === undefined) return undefined;
  const answer = await retryOnConflict(() =>
    context.connection.transaction().execute((transaction) => {
      const work = () => start(transaction, context.projectId, messageId, request);
      return key === undefined ? work() : onlyOnce(transaction, context.projectId, { key, place: wholeAnswer }, work, ({ message }) => message);
    }),
  );
  if ("message" in answer && answer.hasJustStarted) {
    const { purpose, counts: { recipients } } = answer.message;
    context.observe({ type: "message-accepted", purpose, recipients });
    nudgeSenders(context);
  }
  return answer;
}

interface Started {
  readonly message: MessageView;
  /** By this call. */
  readonly hasJustStarted: boolean;
}

async function start(transaction: Database, projectId: string, messageId: string, request: StartRequest): Promise<Started> {
  await lockControls(transaction, [messageId]);
  const message = (await readControlledMessage(transaction, projectId, messageId))!;
  if (message.status !== "open") {
    refuseEnded(message);
    return { message: (await readMessage(transaction, projectId, messageId))!, hasJustStarted: false };
  }
  if (message.recipients === 0) throw new StateError("no-recipients", `nobody has been added to message ${formatMessageId(messageId)} yet`);
  const { now } = message;
  const sendAt = readRequestedSendAt(request, now) ?? message.sendAt;
  const validUntil = endIfSentAt(message, sendAt ?? now, request.sendAt === undefined ? "" : "/sendAt");
  await beginMessage(transaction, projectId, messageId, { sendAt, isScheduled: sendAt !== undefined && sendAt > now, validUntil, isStarted: true });
  return { message: (await readMessage(transaction, projectId, messageId))!, hasJustStarted: true };
}

/** One that was started before is left as it is; one that ended without is over. */
function refuseEnded({ id, status, wasOpen, startedAt }: ControlledMessage): void {
  if (status !== "cancelled" && (startedAt !== undefined || !wasOpen)) return;
  throw new StateError("already-over", `message ${formatMessageId(id)} is ${status} and cannot be started`);
}

function readRequestedSendAt({ sendAt: text }: StartRequest, now: Date): Date | undefined {
  const problems: Problem[] = [];
  const sendAt = readSendAt(text, now, problems);
  if (problems.length > 0) throw new InvalidRequestError(problems);
  return sendAt;
}
