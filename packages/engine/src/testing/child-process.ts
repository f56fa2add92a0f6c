import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Another process that runs one of the scripts beside this file on what its argument names, such as a folder. */
export interface Child {
  /** Resolves with the next line that it prints, undefined when it has ended. */
  nextLine(): Promise<string | undefined>;
  /** Ends it as a crash would: nothing in it gets to run any more. */
  kill(): Promise<void>;
}

export function startChild(script: string, argument: string): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--conditions=@todoke/source", "--no-warnings", "--expose-gc", path, argument], {
    stdio: ["ignore", "pipe", "ignore"],
    // Half the time of its start goes into the sources.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "todoke-compiled") },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
