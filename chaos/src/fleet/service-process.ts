import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "@todoke/test-databases/free-port";
import { serviceKey } from "./service-key.ts";

const orchestratorMain = join(dirname(fileURLToPath(import.meta.resolve("@todoke/orchestrator"))), "main.js");

/** Making an embedded database takes seconds of a processor, which a busy machine may not give soon. */
const longestStartMs = 120_000;

/** One process of the service, which can be killed and started again on the same data. */
export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  /** Times that it ended and nobody had killed it, each with what it said last. */
  readonly deaths: readonly string[];
  /** The last lines that it printed since it was started last, and how it ended if it did. */
  lastWords(): string;
  /** Resolves when it is ready to work. */
  start(): Promise<void>;
  /** The same, without waiting for it. */
  launch(): void;
  /** SIGKILL, and resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Finds it a port; nothing runs before `start`. `environment` stands beside its port and the address that it is reached at. */
export async function createServiceProcess(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env["PATH"], PORT: String(port), PUBLIC_BASE_URL: url, TODOKE_API_KEY: serviceKey, ...environment };
  const deaths: string[] = [];
  let service: ChildProcess | undefined;
  let lastLines: string[] = [];

  function launch(): void {
    const started = spawn(process.execPath, [orchestratorMain], { env, stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > 20) lines.shift();
      });
    }
    started.once("exit", (code, signal) => {
      if (signal !== "SIGKILL") deaths.push(`with ${code ?? signal}: ${lines.join("\n")}`);
    });
    service = started;
    lastLines = lines;
  }

  async function becomesReady(): Promise<void> {
    const deadline = Date.now() + longestStartMs;
    while (Date.now() < deadline) {
      if (service?.exitCode !== null) throw new Error(`the service ended at once:\n${lastLines.join("\n")}`);
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the service did not become ready:\n${lastLines.join("\n")}`);
  }

  return {
    url,
    port,
    deaths,
    launch,
    lastWords() {
      const end = service?.exitCode ?? service?.signalCode ?? undefined;
      return [...lastLines, ...(end === undefined ? [] : [`ended with ${end}`])].join("\n");
    },
    start() {
      launch();
      return becomesReady();
    },
    async kill() {
      if (service === undefined || service.exitCode !== null || service.signalCode !== null) return;
      const gone = once(service, "exit");
      service.kill("SIGKILL");
      await gone;
    },
  };
}
