import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until every message is completed, and sums their outcomes by outcome and channel. A service that does not answer
 * is asked again. Throws after `withinMs`, with the counts of one that is not.
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
      const message = await readMessage(serviceUrl, id);
      if (message?.status === "completed") {
        for (const { outcome, succeeded, channel, count } of message.counts.outcomes) {
          const key = `${outcome}${succeeded ? "" : " (not succeeded)"} ${channel ?? ""}`.trim();
          outcomes[key] = (outcomes[key] ?? 0) + count;
        }
        break;
      }
      if (Date.now() > deadline) throw new Error(`${id} is not completed: ${JSON.stringify(message?.counts)}`);
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

async function readMessage(serviceUrl: string, id: string): Promise<MessageAnswer | undefined> {
  try {
    const answer = await fetch(`${serviceUrl}/v1/messages/${id}`);
    if (answer.ok) return (await answer.json()) as MessageAnswer;
    await answer.body?.cancel();
    if (answer.status !== 503) throw new Error(`${id} is answered ${answer.status}`);
  } catch (error) {
    // Nobody there at the moment.
    if (!(error instanceof TypeError)) throw error;
  }
  return undefined;
}
