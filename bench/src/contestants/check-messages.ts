import type { MessageAnswer, OrchestratorClient } from "./orchestrator-client.ts";

/** What the orchestrator's own account of completed messages gets wrong, one sentence each. */
export async function checkMessages(client: OrchestratorClient, messages: readonly MessageAnswer[]): Promise<readonly string[]> {
  const complaints = await Promise.all(messages.map((message) => checkMessage(client, message)));
  return complaints.flat();
}

async function checkMessage(client: OrchestratorClient, { id, counts }: MessageAnswer): Promise<readonly string[]> {
  const { recipients, final, outcomes } = counts;
  const counted = outcomes.reduce((sum, { count }) => sum + count, 0);
  let listed = 0;
  let withoutOutcome = 0;
  let elsewhere = 0;
  for await (const delivery of client.deliveries(id)) {
    listed += 1;
    if (delivery.status !== "final" || delivery.outcome === undefined) withoutOutcome += 1;
    else if (delivery.outcome !== "accepted" || delivery.channel !== "line") elsewhere += 1;
  }
  return [
    ...(final === recipients ? [] : [`${id} counts ${final} of ${recipients} recipients as final`]),
    ...(counted === recipients ? [] : [`the outcomes of ${id} add up to ${counted} and not to ${recipients}`]),
    ...(listed === recipients ? [] : [`${id} lists ${listed} deliveries for ${recipients} recipients`]),
    ...(withoutOutcome === 0 ? [] : [`${withoutOutcome} recipients of ${id} have no outcome`]),
    ...(elsewhere === 0 ? [] : [`${elsewhere} recipients of ${id} ended otherwise than accepted by LINE, although all are friends`]),
  ];
}
