import type { EngineLog } from "./engine.ts";
import { steady, type Rhythm } from "./rest.ts";
import { startTimer } from "./surroundings.ts";

/** A worker gives how much it found; zero means that there is nothing to do for now. */
export type Worker = () => Promise<number>;

/**
 * Runs one worker again and again while there is work, and looks again after `pollIntervalMs`, or what the rhythm makes of it, or at a nudge. An error,
 * such as a database that restarts, is logged and waited out; it never ends the loop.
 */
export class WorkLoop {
  readonly #name: string;
  readonly #worker: Worker;
  readonly #pollIntervalMs: number;
  readonly #log: EngineLog;
  readonly #rhythm: Rhythm;
  #stopping = false;
  #nudged = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(name: string, worker: Worker, pollIntervalMs: number, log: EngineLog, rhythm: Rhythm = steady) {
    this.#name = name;
    this.#worker = worker;
    this.#pollIntervalMs = pollIntervalMs;
    this.#log = log;
    this.#rhythm = rhythm;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Look now. */
  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  /** Resolves when the worker has finished what it was doing. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    if (this.#rhythm.isResting && !this.#nudged) await this.#idle();
    while (!this.#stopping) {
      this.#nudged = false;
      const found = await this.#work();
      if (found > 0) this.#rhythm.noteWork();
      if (found === 0 && !this.#stopping && !this.#nudged) await this.#idle();
    }
  }

  async #work(): Promise<number> {
    try {
      return await this.#worker();
    } catch (error) {
      this.#log.error({ error, work: this.#name }, "work failed and will be taken up again");
      await this.#idle();
      return 0;
    }
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const timer = startTimer(resolve, this.#rhythm.next(this.#pollIntervalMs));
      this.#wake = () => {
        timer.close();
        resolve();
      };
    });
  }
}
