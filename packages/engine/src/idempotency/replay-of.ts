import { wholeAnswer, type StoredAnswer } from "../store/keyed-answers/find-answers.ts";
import { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from "./key-errors.ts";
import type { KeyedPlace } from "./keyed-requests-view.ts";

/**
 * The answer that this place was given before; undefined where there is none yet. Throws `IdempotencyKeyReusedError` where
 * the key stands for another request, and `IdempotencyKeyInUseError` where somebody else has just finished the batch that
 * this is a part of: its answer as a whole can be had.
 */
export function replayOf({ key, place }: KeyedPlace, found: StoredAnswer | undefined): string | undefined {
  if (found === undefined) return undefined;
  if (found.fingerprint !== key.fingerprint) throw new IdempotencyKeyReusedError();
  if (found.place === place) return found.answer;
  if (found.place === wholeAnswer) throw new IdempotencyKeyInUseError();
  return undefined;
}
