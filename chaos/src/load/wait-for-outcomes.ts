import { setTimeout as sleep } from "node:timers/promises";
import { withServiceKey } from "../fleet/service-key.ts";

/**
 * Waits until every message is completed, and sums their outcomes by outcome and channel. A service that does not answer
 * is asked again. Throws after `withinMs`, with what was said last of one that is not.
 */
export async function waitForOutcomes(
  serviceUrl: string,
  messages: readonly string[],
  withinMs = 300_000,
): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  const deadline = Date.now() + withinMs;
  for (const id of messages) {
    for (;;) {
      const { message, words } = await readMessage(serviceUrl, id);
      if (message?.status === "completed") {
        for (const { outcome, succeeded, channel, count } of message.counts.outcomes) {
          const key = `${outcome}${succeeded ? "" : " (not succeeded)"} ${channel ?? ""}`.trim();
          outcomes[key] = (outcomes[key] ?? 0) + count;
        }
        break;
      }
      if (Date.now() > deadline) throw new Error(`${id} is not completed: ${words}`);
      await sleep(200);
    }
  }
  return outcomes;
}

interface MessageAnswer {
  readonly status: string;
  readonly counts: {
    readonly outcomes: readonly { outcome: string; succeeded: boolean; channel?: string; count: number }[];
  };
}

/** Who takes a request and does not answer is not down but stuck, and that is not waited for. */
const longestAnswerMs = 60_000;

/** `words` says what was answered. */
interface Reading {
  readonly message?: MessageAnswer;
  readonly words: string;
}

async function readMessage(serviceUrl: string, id: string): Promise<Reading> {
  try {
    const answer = await fetch(`${serviceUrl}/v1/messages/${id}`, { headers: withServiceKey, signal: AbortSignal.timeout(longestAnswerMs) });
    const words = `${answer.status} ${await answer.text()}`;
    if (answer.ok) return { message: JSON.parse(words.slice(4)) as MessageAnswer, words };
    if (answer.status !== 503) throw new Error(`${id} is answered ${words}`);
    return { words };
  } catch (error) {
    // Nobody there at the moment.
    if (error instanceof TypeError) return { words: `no answer, ${String(error.cause)}` };
    throw error;
  }
}
