import type { Transaction } from "kysely";
import { findAnswers } from "../store/keyed-answers/find-answers.ts";
import { lockKeys } from "../store/keyed-answers/lock-keys.ts";
import { writeAnswers } from "../store/keyed-answers/write-answers.ts";
import { IdempotencyKeyInUseError } from "./key-errors.ts";
import type { KeyedPlace } from "./keyed-requests-view.ts";
import { replayOf } from "./replay-of.ts";

/** What work gave, or the answer that an earlier request with its key was given. */
export type Once<Done> = Done | { readonly replay: string };

/**
 * Does what a request with a key asks for, and keeps its answer in the same transaction, unless that is done already. Throws
 * `IdempotencyKeyInUseError` and `IdempotencyKeyReusedError`.
 */
export async function onlyOnce<Done extends object>(
  transaction: Transaction<unknown>,
  projectId: string,
  keyed: KeyedPlace,
  work: () => Promise<Done>,
  answerOf: (done: Done) => object,
): Promise<Once<Done>> {
  if ((await lockKeys(transaction, projectId, [keyed])).size === 0) throw new IdempotencyKeyInUseError();
  const replay = replayOf(keyed, (await findAnswers(transaction, projectId, [keyed]))[0]);
  if (replay !== undefined) return { replay };
  const done = await work();
  await writeAnswers(transaction, projectId, [{ ...keyed, answer: JSON.stringify(answerOf(done)) }]);
  return done;
}
