import { mkdtempSync, renameSync, rmSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine, type EngineLog, type EngineOptions } from "@todoke/engine";
import { putEmptyEmbeddedDatabase } from "@todoke/test-databases";
import type { VirtualTime } from "./time/virtual-time.ts";

/**
 * An engine on PGlite that can die: its timers and calls are left where they stand, nothing is closed and nothing written,
 * and the next engine finds the files that a killed process would have left.
 */
export class EngineHost {
  readonly #time: VirtualTime;
  readonly #options: Omit<EngineOptions, "database" | "log">;
  readonly #home = mkdtempSync(join(tmpdir(), "todoke-simulation-"));
  readonly #errors: string[] = [];
  #lives = 0;
  #engine: Engine | undefined;

  constructor(time: VirtualTime, options: Omit<EngineOptions, "database" | "log">) {
    this.#time = time;
    this.#options = options;
  }

  /** Undefined while it is dead. */
  get engine(): Engine | undefined {
    return this.#engine;
  }

  /** Where the last engine's database is. */
  get dataFolder(): string {
    return join(this.#home, `life-${this.#lives}`);
  }

  /** What engines logged as errors. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  async start(): Promise<Engine> {
    const before = this.dataFolder;
    this.#lives += 1;
    mkdirSync(this.dataFolder);
    // Each life has a folder of its own: the dead engine's lock is held by this process, which is not dead.
    if (this.#lives === 1) await putEmptyEmbeddedDatabase(this.dataFolder);
    else renameSync(join(before, "database"), join(this.dataFolder, "database"));
    const engine = await createEngine({ ...this.#options, database: { kind: "embedded", folder: this.dataFolder }, log: this.#log() });
    engine.start();
    this.#engine = engine;
    return engine;
  }

  /** To be done while time stands still: nothing is then half-way through a transaction. */
  die(): void {
    this.#engine = undefined;
    this.#time.letEngineDie();
  }

  async stop(): Promise<void> {
    await this.#time.during(this.#engine?.stop() ?? Promise.resolve());
    this.#engine = undefined;
  }

  removeFiles(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #log(): EngineLog {
    return { info() {}, warn() {}, error: (fields, message) => void this.#errors.push(describe(fields, message)) };
  }
}

function describe(fields: object, message: string): string {
  const { error } = fields as { readonly error?: unknown };
  return error === undefined ? message : `${message}: ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}`;
}
