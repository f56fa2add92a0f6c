import { spawn, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("../start.js", import.meta.url));
const finished = "Ctrl+C stops everything.";
const underWay = /^[1-9]\d*\/250 /m;

let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "todoke-first-message-"));
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

interface Start {
  /** Resolves with all output so far when `text` is in it; rejects with it when the program ends before. */
  readonly until: (text: string | RegExp) => Promise<string>;
  readonly ended: Promise<number | null>;
}

function start(environment: Record<string, string> = {}, ...nodeArguments: readonly string[]): Start {
  const child = spawn(process.execPath, [...nodeArguments, program], {
    env: { PATH: process.env["PATH"], PORT: "0", TODOKE_DATA_FOLDER: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  let output = "";
  const written = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      written.emit("more");
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const until = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        if (typeof text === "string" ? output.includes(text) : text.test(output)) resolve(output);
      };
      written.on("more", check);
      check();
      // A promise that is resolved already stays so.
      void ended.then(() => reject(new Error(output)));
    });
  return { until, ended };
}

async function stop(): Promise<number | null> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return null;
  const ended = once(running, "close");
  running.kill("SIGTERM");
  const [code] = await ended;
  return code as number | null;
}

function ledger(): readonly string[] {
  return readFileSync(join(folder, "demo", "ledger.ndjson"), "utf8").trim().split("\n");
}

/** Both counts of each line that compares service and ledger. */
function comparisons(output: string): readonly (readonly string[])[] {
  return [...output.matchAll(/service (\d+), provider's ledger +(\d+)/g)].map(([, ...counts]) => counts);
}

test("everybody is accounted for, also after an interruption, and a further start sends nothing", { timeout: 240_000 }, async () => {
  await start().until(underWay);
  expect(await stop()).toBe(0);
  const interruptedAt = ledger().length;

  const output = await start().until(finished);
  expect(output).toContain("was interrupted; the service goes on with it.");
  expect(output).toContain("250 of 250 people: every one accounted for.");
  expect(comparisons(output)).toHaveLength(3);
  for (const [service, provider] of comparisons(output)) expect(service).toBe(provider);
  expect(await stop()).toBe(0);
  const entries = ledger();
  expect(entries.length).toBeGreaterThan(interruptedAt);

  const again = await start().until(finished);
  expect(again).toContain("Nothing is sent again");
  expect(again).toContain("250 of 250 people: every one accounted for.");
  expect(await stop()).toBe(0);
  expect(ledger()).toEqual(entries);
});

test("a port that is taken is named, with the way to choose another", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const { until, ended } = start({ PORT: String(port) });
  expect(await until("PORT=0")).toContain(`Port ${port} is in use`);
  expect(await ended).toBe(1);
  server.close();
});

test("a service that does not start is reported with its last words, and nothing is left running", async () => {
  const { until, ended } = start({ TWILIO_AUTH_TOKEN: "token" });

  expect(await until("Its last words:")).toContain("TWILIO_ACCOUNT_SID: is not set");
  expect(await ended).toBe(1);
});

/** Starts the program as npx does, by its own child, and is called so in the list of processes. */
const asNpx = `
  process.title = "npm exec";
  require("node:child_process").spawn(process.execPath, process.argv.slice(1), { stdio: "inherit" });
`;

test("when the package manager that started it is killed, everything ends", { timeout: 60_000 }, async () => {
  const { until, ended } = start({ LINE_CHANNEL_ACCESS_TOKEN: "token" }, "-e", asNpx);
  expect(await until("Ctrl+C stops it.")).toContain("nothing is sent by itself");

  running?.kill("SIGKILL");
  // The output stays open for as long as anybody writes to it.
  await ended;
  expect(await until("Stopping.")).toContain("Stopping.");
});
