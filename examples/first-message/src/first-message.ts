import type { Api } from "./api.ts";
import type { MessageAnswer } from "./answers.ts";
import type { PersonRow } from "./people.ts";
import { showProgress } from "./progress.ts";
import { firstMessageReference, sendFirstMessage } from "./send-message.ts";

/**
 * Sends the first message, or finds the one that was sent at an earlier start, and shows its progress until it is
 * completed: the service goes on by itself with what was interrupted.
 */
export async function sendOrFind(api: Api, people: readonly PersonRow[], signal: AbortSignal): Promise<MessageAnswer> {
  const found = await api.findMessage(firstMessageReference);
  if (found?.completedAt !== undefined) {
    console.log(`The first message was sent on ${found.createdAt}. Nothing is sent again; this is what became of it.`);
    return found;
  }
  if (found !== undefined) {
    console.log(`The first message of ${found.createdAt} was interrupted; the service goes on with it.`);
    return showProgress(api, found.id, signal);
  }
  console.log(`Sending a first message to the ${people.length} people of people.csv, which takes half a minute:`);
  console.log("LINE first, 8 s for LINE notifications to be delivered, then SMS, some of which no phone ever confirms.");
  const { id } = await sendFirstMessage(api, people);
  return showProgress(api, id, signal);
}
