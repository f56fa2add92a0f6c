/** Waits until every message is completed, and sums their outcomes. */
export async function waitForOutcomes(serviceUrl: string, messages: readonly string[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  const deadline = Date.now() + 300_000;
  for (const id of messages) {
    for (;;) {
      const message = (await (await fetch(`${serviceUrl}/v1/messages/${id}`)).json()) as MessageAnswer;
      if (message.status === "completed") {
        for (const { outcome, succeeded, channel, count } of message.counts.outcomes) {
          const key = `${outcome}${succeeded ? "" : " (not succeeded)"} ${channel ?? ""}`.trim();
          outcomes[key] = (outcomes[key] ?? 0) + count;
        }
        break;
      }
      if (Date.now() > deadline) throw new Error(`${id} is not completed: ${JSON.stringify(message.counts)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
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
