import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FaultRule, LedgerEntry, SimulatorOptions } from "@todoke/simulator";

const simulatorMain = join(dirname(fileURLToPath(import.meta.resolve("@todoke/simulator"))), "main.js");

/** A simulator that nothing else of the test keeps from noting at once when a call arrives. */
export interface SimulatorProcess {
  readonly url: string;
  ledger(): Promise<readonly LedgerEntry[]>;
  addFault(rule: FaultRule): Promise<void>;
  /** Resolves when no callback is on its way. */
  settled(): Promise<void>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** `options` go through a file: fakes are named by their packages. */
export async function startSimulatorProcess(options: SimulatorOptions): Promise<SimulatorProcess> {
  const folder = mkdtempSync(join(tmpdir(), "todoke-simulator-"));
  const configPath = join(folder, "simulator.json");
  writeFileSync(configPath, JSON.stringify(options));
  const simulator = spawn(process.execPath, [simulatorMain, "--config", configPath], { stdio: ["ignore", "pipe", "inherit"] });
  comeFirst(simulator.pid!);
  const { url } = await Promise.race([
    once(createInterface({ input: simulator.stdout }), "line").then(([line]) => JSON.parse(String(line)) as { url: string }),
    once(simulator, "exit").then(([code]) => Promise.reject(new Error(`the simulator ended at once, with ${code}`))),
  ]);
  rmSync(folder, { recursive: true });
  return {
    url,
    async ledger() {
      const answer = await fetch(`${url}/simulator/ledger`);
      return (await answer.json()) as LedgerEntry[];
    },
    async addFault(rule) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/simulator/faults`, { method: "POST", headers, body: JSON.stringify(rule) });
      if (!answer.ok) throw new Error(`the simulator refused a fault: ${await answer.text()}`);
    },
    async settled() {
      await fetch(`${url}/simulator/settled`);
    },
    async close() {
      const gone = once(simulator, "exit");
      simulator.kill("SIGTERM");
      await gone;
    },
  };
}

/** Who says when a call arrived must not wait for a processor behind those who make the calls. Where that is not allowed, it may. */
function comeFirst(pid: number): void {
  try {
    setPriority(pid, -10);
  } catch {
    console.log("the simulator may not come first: on a busy machine calls seem to arrive later and closer together");
  }
}
