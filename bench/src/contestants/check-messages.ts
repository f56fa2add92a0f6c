import { indexOfPerson, standingAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import type { Scenario } from "../scenario.ts";
import type { DeliveryAnswer, MessageAnswer, OrchestratorClient } from "./orchestrator-client.ts";

const messagesAtOnce = 4;

/** Of a larger message only so many deliveries are listed; its counts and the ledger tell of all. */
const mostListed = 100_000;

/** What the orchestrator's own account of completed messages gets wrong, one sentence each. */
export async function checkMessages(
  client: OrchestratorClient,
  messages: readonly MessageAnswer[],
  scenario: Scenario,
): Promise<readonly string[]> {
  const complaints: string[] = [];
  await runConcurrently(messages.length, messagesAtOnce, async (index) => {
    complaints.push(...(await checkMessage(client, messages[index]!, scenario)));
  });
  return complaints;
}

async function checkMessage(
  client: OrchestratorClient,
  { id, counts }: MessageAnswer,
  scenario: Scenario,
): Promise<readonly string[]> {
  const { recipients, final, outcomes } = counts;
  const counted = outcomes.reduce((sum, { count }) => sum + count, 0);
  let listed = 0;
  let withoutOutcome = 0;
  let elsewhere = 0;
  for await (const delivery of client.deliveries(id)) {
    if (listed === mostListed) break;
    listed += 1;
    if (delivery.status !== "final" || delivery.outcome === undefined) withoutOutcome += 1;
    else if (!endedAsItShould(delivery, scenario)) elsewhere += 1;
  }
  return [
    ...(final === recipients ? [] : [`${id} counts ${final} of ${recipients} recipients as final`]),
    ...(counted === recipients ? [] : [`the outcomes of ${id} add up to ${counted} and not to ${recipients}`]),
    ...(listed === Math.min(recipients, mostListed) ? [] : [`${id} lists ${listed} deliveries for ${recipients} recipients`]),
    ...(withoutOutcome === 0 ? [] : [`${withoutOutcome} recipients of ${id} have no outcome`]),
    ...(elsewhere === 0 ? [] : [`${elsewhere} recipients of ${id} ended otherwise than they should`]),
  ];
}

/** A push is accepted by LINE where it reaches the person; an SMS that follows is delivered. */
function endedAsItShould({ addresses, channel, outcome }: DeliveryAnswer, scenario: Scenario): boolean {
  const reachedByLine = standingAt(indexOfPerson(addresses["line"] ?? ""), scenario) === "friend";
  return reachedByLine ? channel === "line" && outcome === "accepted" : channel === "sms" && outcome === "delivered";
}
