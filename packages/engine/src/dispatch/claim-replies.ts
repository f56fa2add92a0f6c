import type { Database } from "../database/open-database.ts";
import type { NewAttempt } from "../store/insert-attempts.ts";
import { claimReplyTokens } from "../store/reply-tokens.ts";

/**
 * Claims the tokens of attempts that are to be replies, in the transaction that writes their intents. An attempt whose
 * token was taken or ran out since it was seen goes out as it would have without.
 */
export async function claimReplies(
  transaction: Database,
  projectId: string,
  attempts: readonly NewAttempt[],
): Promise<readonly NewAttempt[]> {
  const claims = attempts.flatMap(({ id, reply }) => (reply === undefined ? [] : [{ attemptId: id, eventId: reply.eventId }]));
  if (claims.length === 0) return attempts;
  const tokens = await claimReplyTokens(transaction, projectId, claims);
  return attempts.map(({ reply, ...attempt }): NewAttempt => {
    if (reply === undefined) return attempt;
    const replyToken = tokens.get(attempt.id);
    return replyToken === undefined ? { ...attempt, endpoint: reply.otherwise } : { ...attempt, replyToken };
  });
}
