import type { PreparedMessage } from "../content/prepared-message.ts";
import { formatMessageId } from "../ids.ts";
import type { StoredAttempt } from "../store/attempt-row.ts";
import type { EvidenceRecord } from "../store/write-evidence.ts";
import type { SpanStart } from "./tracer.ts";

/** The span of a provider's later word on an attempt; none where its message is not traced. */
export function receiptSpans(
  projectId: string,
  { acceptSpan }: PreparedMessage,
  { id, messageId, channel, startedAt }: StoredAttempt,
  { accountId, evidence, source, errorClass }: EvidenceRecord,
  now: Date,
): readonly SpanStart[] {
  if (acceptSpan === undefined) return [];
  const attributes = {
    "todoke.project": projectId,
    "todoke.message.id": formatMessageId(messageId),
    "todoke.attempt.id": id,
    "todoke.channel": channel,
    "todoke.account": accountId,
    "todoke.evidence": evidence,
    "todoke.source": source,
    "todoke.after_ms": now.getTime() - startedAt.getTime(),
    ...(errorClass !== undefined && { "error.type": errorClass }),
  };
  return [{ name: `receipt ${channel}`, kind: "consumer", link: acceptSpan, attributes }];
}
