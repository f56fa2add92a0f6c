import { InvalidRequestError, type MessageStatus } from "@todoke/core";
import { StateError } from "../control/state-error.ts";
import type { Database } from "../database/open-database.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatMessageId, parseMessageId } from "../ids.ts";
import { createAddressReader } from "../recipient-addresses.ts";
import { lockControls } from "../store/control/lock-controls.ts";
import { readMessageStatuses } from "../store/control/read-message-statuses.ts";
import { loadMessages } from "../store/load-message.ts";
import { appendRecipients } from "../store/open-messages/append-recipients.ts";
import { advancePart, readPart, readStoredPart, type StoredPart } from "../store/open-messages/recipient-parts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { allWays, prepareMessage } from "../content/prepared-message.ts";
import { needsZones } from "../windows/check-window.ts";
import type { AddRecipientsOptions, RecipientLine, RecipientPart } from "./open-messages-view.ts";
import { PartError } from "./part-errors.ts";
import { PartIntake } from "./part-intake.ts";
import { emptyDigest, readLine, type LineBatch, type LineRules } from "./part-lines.ts";

/** The name of a part that was given none. Sent again it is known again, and other lines under it are refused. */
const defaultPart = "recipients";

/** Takes recipients into an open message. Undefined when there is no such message. */
export async function addRecipients(
  context: EngineContext,
  id: string,
  lines: AsyncIterable<RecipientLine>,
  { part = defaultPart, firstLine = 1, onBadLine = "skip" }: AddRecipientsOptions = {},
): Promise<RecipientPart | undefined> {
  const { connection } = context;
  const messageId = parseMessageId(id);
  if (messageId === undefined) return undefined;
  const status = (await readMessageStatuses(connection, context.projectId, [messageId])).get(messageId);
  if (status === undefined) return undefined;
  const stored = (await readStoredPart(connection, context.projectId, messageId, part)) ?? nothingStored;
  if (!stored.isComplete) requireOpen(messageId, status);
  if (firstLine > stored.lines + 1) throw new InvalidRequestError([tooFar(stored)]);
  const intake = new PartIntake({ part, stored, firstLine, onBadLine, store: (batch) => storeBatch(context.projectId, connection, messageId, part, batch) });
  const rules = await readRules(context, messageId);
  for await (const line of lines) await intake.take(readLine(line, rules));
  await intake.finish();
  return readPart(connection, context.projectId, messageId, part);
}

const nothingStored: StoredPart = { lines: 0, digest: emptyDigest, isComplete: false };

function tooFar({ lines }: StoredPart) {
  return { pointer: "/firstLine", code: "too-far", detail: `the part has ${lines} lines by now: go on with line ${lines + 1}` };
}

async function readRules({ connection, accounts, projectId }: EngineContext, messageId: string): Promise<LineRules> {
  // Not the copy that sending keeps: when the message ends is not known before it is started.
  const [frozen] = await loadMessages(connection, projectId, [messageId]);
  const message = prepareMessage(frozen!, accounts);
  const routes = allWays(message).flatMap(({ route }) => route ?? []);
  return { addresses: createAddressReader(accounts, routes), needsZones: needsZones(message.deliveryTimeWindow) };
}

/** All of a batch or nothing of it, and only onto what it was read after. */
function storeBatch(projectId: string, connection: EngineContext["connection"], messageId: string, part: string, batch: LineBatch): Promise<void> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      await lockControls(transaction, [messageId]);
      await requireStillOpen(transaction, projectId, messageId);
      const stored = (await readStoredPart(transaction, projectId, messageId, part)) ?? nothingStored;
      if (stored.isComplete || stored.lines !== batch.after.lines || stored.digest !== batch.after.digest) {
        throw new PartError("part-in-use", `another request is adding the part: ask how far it is, or send the same again in a moment`);
      }
      await appendRecipients(transaction, projectId, messageId, batch.recipients);
      await advancePart(transaction, projectId, messageId, part, batch);
    }),
  );
}

async function requireStillOpen(transaction: Database, projectId: string, messageId: string): Promise<void> {
  const statuses = await readMessageStatuses(transaction, projectId, [messageId]);
  requireOpen(messageId, statuses.get(messageId)!);
}

function requireOpen(messageId: string, status: MessageStatus): void {
  if (status === "open") return;
  throw new StateError("not-open", `message ${formatMessageId(messageId)} is ${status}: recipients can be added only while it is open`);
}
