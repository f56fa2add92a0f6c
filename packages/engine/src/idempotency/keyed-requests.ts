import type { Database } from "../database/open-database.ts";
import type { EngineContext } from "../engine-context.ts";
import type { PlanRequest } from "../message-request.ts";
import { inTransaction } from "../store/in-transaction.ts";
import { findAnswer, wholeAnswer } from "../store/keyed-answers/find-answer.ts";
import { lockKey } from "../store/keyed-answers/lock-key.ts";
import { writeAnswer, writeWholeAnswer } from "../store/keyed-answers/write-answer.ts";
import { submit, type WriteMessage } from "../submit.ts";
import { IdempotencyKeyInUseError } from "./key-errors.ts";
import type { KeyedAnswer, KeyedRequests, RequestKey } from "./keyed-requests-view.ts";
import { KeysInUse } from "./keys-in-use.ts";

/** Carries requests out once each, however often and wherever they come in. */
export function createKeyedRequests(context: EngineContext, defaultPlan: PlanRequest | undefined): KeyedRequests {
  const { connection } = context;
  const keysInUse = new KeysInUse();
  return {
    async submit(request, key) {
      const before = await answerAt(connection, key, wholeAnswer);
      if (before !== undefined) return before;
      return keysInUse.alone(key, () =>
        submit(context, request, defaultPlan, (write) => commitOnce(connection, key, wholeAnswer, write)));
    },

    async submitSeveral(key, work) {
      const before = await answerAt(connection, key, wholeAnswer);
      if (before !== undefined) return before;
      return keysInUse.alone(key, async () => {
        const { answer, isFinal } = await work(async (place, request) => {
          const part = await answerAt(connection, key, place);
          if (part !== undefined) return part.answer;
          return (await submit(context, request, defaultPlan, (write) => commitOnce(connection, key, place, write))).answer;
        });
        if (isFinal) await writeWholeAnswer(connection, key, answer);
        return { answer, isReplay: false };
      });
    },
  };
}

/** Writes a message together with what is answered, unless somebody else has meanwhile. */
function commitOnce(connection: Database, key: RequestKey, place: number, write: WriteMessage): Promise<KeyedAnswer> {
  return inTransaction(connection, async (transaction) => {
    if (!(await lockKey(transaction, key, place))) throw new IdempotencyKeyInUseError();
    const before = await answerAt(transaction, key, place);
    if (before !== undefined) return before;
    const answer = JSON.stringify(await write(transaction));
    await writeAnswer(transaction, key, place, answer);
    return { answer, isReplay: false };
  });
}

async function answerAt(database: Database, key: RequestKey, place: number): Promise<KeyedAnswer | undefined> {
  const found = await findAnswer(database, key, place);
  if (found?.place === place) return { answer: found.answer, isReplay: true };
  // Somebody else has just finished the batch that this is a part of: its answer as a whole can be had.
  if (found?.place === wholeAnswer) throw new IdempotencyKeyInUseError();
  return undefined;
}
