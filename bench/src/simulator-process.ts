import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerEntry, SimulatorOptions } from "@todoke/simulator";
import { peopleIn } from "./people.ts";
import { type Child, startChild } from "./processes.ts";
import { createScratchFolder } from "./scratch-folder.ts";

/** Credentials of the simulated accounts. */
export const credentials = {
  channelAccessToken: "line-token",
  channelSecret: "line-secret",
  accountSid: `AC${"0".repeat(32)}`,
  authToken: "twilio-token",
} as const;

/** LINE and Twilio in a process of their own, without limits, faults or latency, with `people` who are all friends. */
export interface SimulatorProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: Child;
  /** What was accepted after the entry number `after`, in order. */
  ledger(after: number, signal: AbortSignal): Promise<readonly LedgerEntry[]>;
}

export async function startSimulatorProcess(people: number, signal: AbortSignal): Promise<SimulatorProcess> {
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await createScratchFolder());
  const configPath = join(folder.path, "simulator.json");
  await writeFile(configPath, JSON.stringify(simulatorOptions(people)));
  const child = resources.use(
    startChild({
      name: "the simulator",
      module: new URL("main.js", import.meta.resolve("@todoke/simulator")),
      arguments: ["--config", configPath, "--port", "0"],
    }),
  );
  const { url } = JSON.parse(await child.firstLine(signal)) as { url: string };
  const owned = resources.move();
  return {
    url,
    process: child,
    async ledger(after, during) {
      const response = await fetch(`${url}/simulator/ledger?after=${after}`, { signal: during });
      return (await response.json()) as readonly LedgerEntry[];
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function simulatorOptions(people: number): SimulatorOptions {
  const { channelAccessToken, channelSecret, accountSid, authToken } = credentials;
  return {
    people: peopleIn({ from: 0, count: people }).map(({ lineUserId, phone }) => ({ lineUserId, phone, line: "friend" })),
    line: { channelAccessToken, channelSecret, limits: "off" },
    twilio: { accountSid, authToken },
  };
}
