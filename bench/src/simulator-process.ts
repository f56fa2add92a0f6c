import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FaultRule, LedgerEntry, Person as SimulatedPerson, SimulatorOptions } from "@todoke/simulator";
import type { IndexRange } from "./index-range.ts";
import { personAt, standingAt } from "./people.ts";
import { type Child, startChild } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { createScratchFolder } from "./scratch-folder.ts";

/** Of the simulated accounts. */
export interface Credentials {
  readonly channelAccessToken: string;
  readonly channelSecret: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** What SMS are sent from, in E.164. */
  readonly senderPhone: string;
}

export const credentials: Credentials = {
  channelAccessToken: "line-token",
  channelSecret: "line-secret",
  accountSid: `AC${"0".repeat(32)}`,
  authToken: "twilio-token",
  senderPhone: "+15005550006",
};

/** LINE and Twilio in a process of their own, without limits or latency. */
export interface SimulatorProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: Child;
  /** What was accepted after the entry number `after`, in order. */
  ledger(after: number, signal: AbortSignal): Promise<readonly LedgerEntry[]>;
  addFault(rule: FaultRule, signal: AbortSignal): Promise<void>;
}

/** What all simulated people have in common. */
export type CommonTraits = Pick<SimulatedPerson, "notification">;

/** Starts it with the people of the range as they stand in the scenario. */
export async function startSimulatorProcess(
  people: IndexRange,
  scenario: Scenario,
  signal: AbortSignal,
  traits: CommonTraits = {},
): Promise<SimulatorProcess> {
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await createScratchFolder());
  const configPath = join(folder.path, "simulator.json");
  await writeFile(configPath, JSON.stringify(simulatorOptions(people, scenario, traits)));
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
    async addFault(rule, during) {
      const response = await fetch(`${url}/simulator/faults`, { method: "POST", body: JSON.stringify(rule), signal: during });
      if (!response.ok) throw new Error(`the simulator took no fault: ${await response.text()}`);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function simulatorOptions({ from, count }: IndexRange, scenario: Scenario, traits: CommonTraits): SimulatorOptions {
  const { channelAccessToken, channelSecret, accountSid, authToken } = credentials;
  return {
    people: Array.from({ length: count }, (_, offset) => {
      const { lineUserId, phone } = personAt(from + offset);
      return { lineUserId, phone, line: standingAt(from + offset, scenario), ...traits };
    }),
    line: { channelAccessToken, channelSecret, limits: "off" },
    twilio: { accountSid, authToken },
  };
}
