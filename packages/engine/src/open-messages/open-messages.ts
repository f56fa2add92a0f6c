import type { EngineContext } from "../engine-context.ts";
import type { Database } from "../database/open-database.ts";
import { parseMessageId } from "../ids.ts";
import { readMessageStatuses } from "../store/control/read-message-statuses.ts";
import { readParts, readRefusedLines } from "../store/open-messages/recipient-parts.ts";
import { addRecipients } from "./add-recipients.ts";
import type { OpenMessages } from "./open-messages-view.ts";
import { startMessage } from "./start-message.ts";

export function createOpenMessages(context: EngineContext): OpenMessages {
  const { connection } = context;
  return {
    addRecipients: (messageId, lines, options) => addRecipients(context, messageId, lines, options),
    parts: (messageId, request) => ofMessage(connection, context.projectId, messageId, (id) => readParts(connection, context.projectId, id, request)),
    refusedLines: (messageId, request) => ofMessage(connection, context.projectId, messageId, (id) => readRefusedLines(connection, context.projectId, id, request)),
    async start(messageId, request = {}) {
      const answer = await startMessage(context, messageId, request);
      return answer && "message" in answer ? answer.message : undefined;
    },
    async startOnce(messageId, request, key) {
      const answer = await startMessage(context, messageId, request, key);
      if (answer === undefined) return undefined;
      return "replay" in answer
        ? { answer: answer.replay, isReplay: true }
        : { answer: JSON.stringify(answer.message), isReplay: false };
    },
  };
}

async function ofMessage<Found>(connection: Database, projectId: string, id: string, read: (id: string) => Promise<Found>): Promise<Found | undefined> {
  const messageId = parseMessageId(id);
  const isThere = messageId !== undefined && (await readMessageStatuses(connection, projectId, [messageId])).has(messageId);
  return isThere ? read(messageId) : undefined;
}
