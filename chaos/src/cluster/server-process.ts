import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { StopMode } from "./keeper-protocol.ts";
import type { ServerUser } from "./server-user.ts";

interface ServerOptions {
  /** The path of `postgres`. */
  readonly program: string;
  readonly data: string;
  readonly port: number;
  readonly user: ServerUser;
}

const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const satisfies Record<StopMode, NodeJS.Signals>;

/** What a supervisor waits for before it starts a server again that ended by itself, in milliseconds. */
const restartDelayMs = 500;

/** PostgreSQL under a supervisor: it is started again when it ends by itself. */
export class ServerProcess {
  readonly #options: ServerOptions;
  readonly #lastLines: string[] = [];
  #server: ChildProcess | undefined;
  #isWanted = false;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    this.#isWanted = true;
    await this.#launch();
  }

  /** Ends it and starts it again. Resolves when it takes connections. */
  async restart(mode: StopMode): Promise<void> {
    await this.#stop(mode);
    await this.start();
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    await this.#stop("immediate");
  }

  async #stop(mode: StopMode): Promise<void> {
    this.#isWanted = false;
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    server.kill(signals[mode]);
    await gone;
  }

  #launch(): Promise<void> {
    const { program, data, port, user } = this.#options;
    const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_wal_size=64MB", "min_wal_size=32MB"];
    const server = spawn(program, ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
      ...user,
      cwd: data,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#server = server;
    return new Promise((resolve, reject) => {
      createInterface({ input: server.stderr }).on("line", (line) => {
        this.#lastLines.push(line);
        if (this.#lastLines.length > 20) this.#lastLines.shift();
        if (line.includes("ready to accept connections")) resolve();
      });
      server.once("exit", () => {
        reject(new Error(`PostgreSQL ended: ${this.#lastLines.join("\n")}`));
        if (this.#isWanted) setTimeout(() => void this.#relaunch(), restartDelayMs);
      });
    });
  }

  async #relaunch(): Promise<void> {
    // Its end is seen to by whoever launches it next.
    if (this.#isWanted) await this.#launch().catch(() => undefined);
  }
}
