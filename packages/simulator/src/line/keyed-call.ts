import type { Outcome } from "../serve.ts";
import { refuse } from "./errors.ts";
import type { LineCall } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { isRetryKey } from "./retry-keys.ts";

/** The answer to a call whose retry key is malformed or was accepted before; undefined when the call is a new one. */
export function answerByRetryKey(line: LineChannel, { endpoint, retryKey }: LineCall): Outcome | undefined {
  if (retryKey === undefined) return undefined;
  if (!isRetryKey(retryKey)) return refuse(400, "The value for the 'X-Line-Retry-Key' header is invalid");
  const accepted = line.retryKeys.find(endpoint, retryKey);
  if (accepted === undefined) return undefined;
  const { requestId, sentMessages } = accepted;
  return {
    answer: {
      status: 409,
      body: JSON.stringify({ message: "The retry key is already accepted", sentMessages }),
      headers: { "x-line-accepted-request-id": requestId },
    },
  };
}
