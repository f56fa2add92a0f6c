import type { Kysely } from "kysely";
import type { EngineLog } from "../engine.ts";
import { moveHealth, pinAccount, readHealth, watchHealth, type StoredHealth } from "../store/account-health.ts";
import { countCalls, dropOldCounts } from "../store/count-calls.ts";
import { holdLanes } from "../store/hold-lanes.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { goodCondition, type AccountCondition, type AccountPin } from "./account-condition.ts";
import { CallTally, type CallResult } from "./call-tally.ts";
import { healthRules, nextHealth } from "./health-rules.ts";

/** The health of accounts by id. */
export type Conditions = (accountId: string) => AccountCondition;

export interface HealthWatchOptions {
  readonly connection: Kysely<unknown>;
  readonly projectId: string;
  readonly accountIds: readonly string[];
  readonly log: EngineLog;
  /** Asks for a look at once. */
  hurry(): void;
}

/**
 * Keeps the health of accounts: in the database for all processes, and in memory for the decisions of this one, which
 * are therefore up to a second behind.
 */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #tally = new CallTally();
  #known: ReadonlyMap<string, AccountCondition> = new Map();
  #looks = 0;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  /** As of the last look. */
  readonly conditionOf: Conditions = (accountId) => this.#known.get(accountId) ?? goodCondition;

  /** Takes in how a call went; written with the next look. */
  record(accountId: string, result: CallResult): void {
    if (this.#tally.add(accountId, result) === healthRules.unhealthyInARow) this.#options.hurry();
  }

  /** Everything that is stored, for answers that must not be behind. */
  read(): Promise<readonly StoredHealth[]> {
    return readHealth(this.#options.connection, this.#options.projectId);
  }

  /** Writes what was seen, moves what has to move, and takes in what all processes saw. */
  async look(): Promise<number> {
    const { connection, accountIds } = this.#options;
    if (this.#looks === 0) await watchHealth(connection, this.#options.projectId, accountIds);
    if (this.#looks % looksUntilDrop === 0) await dropOldCounts(connection, this.#options.projectId);
    this.#looks += 1;
    const counts = this.#tally.take();
    if (counts.length > 0) await retryOnConflict(() => countCalls(connection, this.#options.projectId, counts));
    await this.#take(await this.read());
    return 0;
  }

  async pin(accountId: string, pin: AccountPin): Promise<void> {
    const { connection, log } = this.#options;
    await pinAccount(connection, this.#options.projectId, accountId, pin);
    log.info({ account: accountId, pin }, "an account was pinned");
    await this.#take(await this.read());
  }

  async #take(stored: readonly StoredHealth[]): Promise<void> {
    const known = new Map<string, AccountCondition>();
    for (const health of stored) {
      const { accountId, pin } = health;
      const move = this.#options.accountIds.includes(accountId) ? nextHealth(health.state, health.sinceMs, health.counts) : undefined;
      known.set(accountId, { state: move?.state ?? health.state, pin });
      // Whoever comes second finds it moved, and learns of it at the next look.
      if (move !== undefined && (await moveHealth(this.#options.connection, this.#options.projectId, health, move))) {
        const { log } = this.#options;
        const fields = { account: accountId, from: health.state, to: move.state, why: move.why };
        if (move.state === "unhealthy") log.warn(fields, "the health of an account has moved");
        else log.info(fields, "the health of an account has moved");
      }
    }
    this.#known = known;
    const unwell = [...known].filter(([, { state, pin }]) => state !== "healthy" && pin !== "use");
    await holdLanes(this.#options.connection, this.#options.projectId, unwell.map(([accountId]) => accountId));
  }
}

const looksUntilDrop = 60;

/** The conditions in what was read. */
export function conditionsIn(stored: readonly StoredHealth[]): Conditions {
  const byId = new Map(stored.map((health) => [health.accountId, health]));
  return (accountId) => byId.get(accountId) ?? goodCondition;
}
