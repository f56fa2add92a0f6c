import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.ts";

/** What to run, and what to call it in front of people. */
export interface ChildSettings {
  readonly name: string;
  /** A JavaScript file for this Node. */
  readonly script: URL;
  readonly arguments?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Where its output goes; without one it goes to this terminal. */
  readonly logPath?: string;
}

/** A process of ours that runs. */
export interface Child {
  /** Its first line of standard output; pending for ever if there is none. */
  readonly firstLine: Promise<string>;
}

/** All processes that were started here. */
export interface Children {
  start(settings: ChildSettings): Child;
  /** Rejects with `Failure`, and the last lines of output, when one ends by itself. Never resolves. */
  readonly trouble: Promise<never>;
  /** Asks them to end, the last started first, each before the next. */
  stop(): Promise<void>;
  /** Ends them at once. */
  kill(): void;
}

interface RunningChild {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
}

/** How long a child may take to end in good order, in milliseconds; the orchestrator gives itself 30 s. */
const stopWithinMs = 35_000;
const keptLines = 12;
const endWithParent = new URL("end-with-parent.ts", import.meta.url);

export function createChildren(): Children {
  const running: RunningChild[] = [];
  const { promise: trouble, reject: reportTrouble } = Promise.withResolvers<never>();
  // Whoever waits for something races it against this; in between nobody does.
  trouble.catch(() => undefined);
  let stopping = false;

  return {
    trouble,
    start(settings) {
      const child = spawnNode(settings);
      const { firstLine, lastLines } = readOutput(child, settings.logPath);
      const ended = new Promise<void>((resolve) => {
        child.once("error", (cause) => {
          reportTrouble(new Failure(`The ${settings.name} could not be started: ${cause.message}`, { cause }));
          resolve();
        });
        child.once("close", (code, signal) => {
          if (!stopping) reportTrouble(new Failure(explainEnd(settings, code ?? signal, lastLines)));
          resolve();
        });
      });
      running.push({ process: child, ended });
      return { firstLine };
    },
    async stop() {
      stopping = true;
      for (const child of running.toReversed()) await stopChild(child);
    },
    kill() {
      stopping = true;
      for (const child of running) child.process.kill("SIGKILL");
    },
  };
}

function spawnNode({ script, environment, workingFolder, ...settings }: ChildSettings): ChildProcess {
  return spawn(process.execPath, ["--import", endWithParent.href, fileURLToPath(script), ...(settings.arguments ?? [])], {
    cwd: workingFolder,
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl+C reaches a whole process group: outside of ours, children end in the order in which they are told to.
    detached: process.platform !== "win32",
  });
}

interface Output {
  readonly firstLine: Promise<string>;
  readonly lastLines: readonly string[];
}

function readOutput({ stdout, stderr }: ChildProcess, logPath: string | undefined): Output {
  const lastLines: string[] = [];
  const { promise: firstLine, resolve: haveFirstLine } = Promise.withResolvers<string>();
  const log = logPath === undefined ? process.stdout : createWriteStream(logPath, { flags: "a" });
  for (const stream of [stdout, stderr]) {
    if (stream === null) continue;
    createInterface(stream).on("line", (line) => {
      if (stream === stdout) haveFirstLine(line);
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
    });
  }
  return { firstLine, lastLines };
}

function explainEnd({ name, logPath }: ChildSettings, ending: unknown, lines: readonly string[]): string {
  const heading = `The ${name} ended by itself (${String(ending)}).`;
  const said = lines.length === 0 ? ["It said nothing."] : ["Its last words:", ...lines.map((line) => `  ${line}`)];
  return [heading, ...said, ...(logPath === undefined ? [] : [`Its whole log: ${logPath}`])].join("\n");
}

async function stopChild({ process: child, ended }: RunningChild): Promise<void> {
  const impatience = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(impatience);
}
