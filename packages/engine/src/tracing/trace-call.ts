import { ProviderError } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatMessageId } from "../ids.ts";
import type { Attempt } from "../store/attempt-row.ts";
import type { Span } from "./tracer.ts";

/**
 * Begins the span of an attempt's call where its message is traced. A trace of its own: it may be made days after the message was
 * accepted, and a campaign makes thousands of them.
 */
export function beginCallSpan(
  { tracer, projectId }: EngineContext,
  { acceptSpan }: PreparedMessage,
  { id, messageId, channel, accountId, endpoint, step, members, calls, possibleDuplicate }: Attempt,
): Span | undefined {
  if (tracer === undefined || acceptSpan === undefined) return undefined;
  return tracer.begin({
    name: `send ${channel}`,
    kind: "client",
    link: acceptSpan,
    attributes: {
      "todoke.project": projectId,
      "todoke.message.id": formatMessageId(messageId),
      "todoke.attempt.id": id,
      "todoke.channel": channel,
      "todoke.account": accountId,
      "todoke.endpoint": endpoint,
      "todoke.step": step,
      "todoke.recipients": members.length,
      "todoke.call": calls,
      ...(possibleDuplicate && { "todoke.possible_duplicate": true }),
    },
  });
}

/** Ends the span of a call that failed, or whose answer was lost. */
export function endFailedCall(span: Span, error: unknown): void {
  span.end({}, ProviderError.is(error) ? error.class : "ambiguous");
}
