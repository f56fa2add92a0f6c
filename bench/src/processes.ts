import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";

const stopLimitMs = 15_000;
const keptOutputLength = 4_000;

/** A Node process that we started, ended by its id when it is disposed of. */
export interface Child extends AsyncDisposable {
  readonly processId: number;
  /** Waits for the first line that it prints. May be asked for once. */
  firstLine(signal: AbortSignal): Promise<string>;
  /** Sends a message to it and waits for its next one. */
  ask(question: unknown, signal: AbortSignal): Promise<unknown>;
  /** Waits for its next message. */
  nextMessage(signal: AbortSignal): Promise<unknown>;
  /** Rejects with what it last printed when it ends by itself; never resolves. */
  readonly failure: Promise<never>;
}

export interface ChildSettings {
  /** For error messages. */
  readonly name: string;
  readonly module: URL;
  readonly arguments?: readonly string[];
  /** Added to what a process needs to run at all; nothing else is inherited, least of all credentials. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

export function startChild(settings: ChildSettings): Child {
  const child = spawn(process.execPath, [...nodeOptions(), fileURLToPath(settings.module), ...(settings.arguments ?? [])], {
    cwd: settings.folder,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...settings.environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const output = keepOutput(child);
  const failure = endedByItself(child, settings.name, output);
  failure.catch(() => {});

  async function nextMessage(signal: AbortSignal): Promise<unknown> {
    const [message] = (await Promise.race([once(child, "message", { signal }), failure])) as [unknown];
    return message;
  }

  return {
    processId: child.pid ?? 0,
    firstLine: (signal) => Promise.race([firstLineOf(child, signal), failure]),
    failure,
    nextMessage,
    ask(question, signal) {
      const answer = nextMessage(signal);
      child.send(question as object);
      return answer;
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

/** `BENCH_NODE_OPTIONS` profiles or limits every process that the bench starts: `--cpu-prof`, `--max-old-space-size=…`. */
function nodeOptions(): readonly string[] {
  return (process.env["BENCH_NODE_OPTIONS"] ?? "").split(" ").filter((option) => option !== "");
}

function keepOutput(child: ChildProcess): () => string {
  let kept = "";
  const keep = (chunk: Buffer) => (kept = (kept + chunk.toString()).slice(-keptOutputLength));
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => kept.trim();
}

async function firstLineOf(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let text = "";
  while (!text.includes("\n")) {
    const [chunk] = (await once(child.stdout!, "data", { signal })) as [Buffer];
    text += chunk.toString();
  }
  return text.slice(0, text.indexOf("\n"));
}

async function endedByItself(child: ChildProcess, name: string, output: () => string): Promise<never> {
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  throw new Error(`${name} ended by itself (${signal ?? code}): ${output() || "it said nothing"}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const patience = new AbortController();
  const impatience = sleep(stopLimitMs, undefined, { signal: patience.signal }).then(() => child.kill("SIGKILL"), () => {});
  await ended;
  patience.abort();
  await impatience;
}
