import { setTimeout as sleep } from "node:timers/promises";
import type { OrchestratorClient } from "./orchestrator-client.ts";
import { requestFor } from "./message-requests.ts";
import { type IndexRange, splitRange } from "../index-range.ts";
import type { SimulatorProcess } from "../simulator-process.ts";

const recipientsPerMessage = 10_000;
const pollIntervalMs = 20;

/** Personalised pushes that are under way. */
export interface Campaign {
  /** Cancels what has not gone out; says so when nothing was left, since then it was no load to the end. */
  end(): Promise<readonly string[]>;
}

/** Starts a campaign and waits until its first push has been accepted. Nobody of it is looked up. */
export async function startCampaign(
  client: OrchestratorClient,
  simulator: SimulatorProcess,
  range: IndexRange,
  signal: AbortSignal,
): Promise<Campaign> {
  const { length: before } = await simulator.ledger(0, signal);
  const ids: string[] = [];
  for (const part of splitRange(range, recipientsPerMessage)) {
    const { id } = await client.submit(requestFor(part, "personalised", { reachability: "assume" }));
    ids.push(id);
  }
  while ((await simulator.ledger(before, signal)).length === 0) await sleep(pollIntervalMs, undefined, { signal });
  return {
    async end() {
      const [last] = ids.slice(-1);
      const { status } = await client.message(last!);
      for (const id of ids) await client.cancel(id);
      return status === "sending" ? [] : ["the campaign was over before all messages were accepted: ask for more of them"];
    },
  };
}
