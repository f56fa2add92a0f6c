import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const orchestratorMain = join(dirname(fileURLToPath(import.meta.resolve("@todoke/orchestrator"))), "main.js");

/** One process of the service, which can be killed and started again on the same data. */
export interface ServiceProcess {
  readonly url: string;
  /** Resolves when it is ready to work. `environment` stands beside its port and the address that it is reached at. */
  start(environment: Readonly<Record<string, string>>): Promise<void>;
  /** SIGKILL, and resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Finds it a port; nothing runs before `start`. */
export async function createServiceProcess(): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let service: ChildProcess | undefined;
  return {
    url,
    async start(environment) {
      const env = { PATH: process.env["PATH"], PORT: String(port), PUBLIC_BASE_URL: url, ...environment };
      service = spawn(process.execPath, [orchestratorMain], { env, stdio: ["ignore", "pipe", "pipe"] });
      await becomesReady(service, url);
    },
    async kill() {
      if (service === undefined || service.exitCode !== null || service.signalCode !== null) return;
      const gone = once(service, "exit");
      service.kill("SIGKILL");
      await gone;
    },
  };
}

async function becomesReady(service: ChildProcess, serviceUrl: string): Promise<void> {
  const lines: string[] = [];
  for (const stream of [service.stdout, service.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
  for (let tries = 0; tries < 600; tries += 1) {
    if (service.exitCode !== null) throw new Error(`the service ended at once:\n${lines.slice(-5).join("\n")}`);
    const answer = await fetch(`${serviceUrl}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the service did not become ready:\n${lines.slice(-5).join("\n")}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
