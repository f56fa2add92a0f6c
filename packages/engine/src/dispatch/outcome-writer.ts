import type { Kysely } from "kysely";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineLog } from "../engine.ts";
import type { Observation } from "../observing/observation.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { keepOvertakenAttempt } from "../store/keep-overtaken-attempt.ts";
import { writeAnswers, type AnswerRow } from "../store/write-answers.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { writeSuppressions, type NewSuppression } from "../store/suppressions/write-suppressions.ts";

/** The answer to one call, and what it means for the deliveries that the call carried. */
export interface Outcome {
  readonly accountId: string;
  /** Reports on this attempt may follow, or may have overtaken it. */
  readonly expectsReports: boolean;
  readonly answer: AnswerRow;
  readonly changes: readonly DeliveryChange[];
  /** What is to be remembered of the addresses that it went to. */
  readonly suppressions?: readonly NewSuppression[];
}

/**
 * Gathers outcomes and writes them together: whatever arrived while one write was under way goes into the next.
 * Batching costs a few milliseconds of lateness and saves most of the work.
 */
export class OutcomeWriter {
  readonly #connection: Kysely<unknown>;
  readonly #log: EngineLog;
  readonly #afterWrite: (outcomes: readonly Outcome[], observations: readonly Observation[]) => Promise<void>;
  #gathered: Outcome[] = [];
  #writing: Promise<void> | undefined;

  constructor(
    connection: Kysely<unknown>,
    log: EngineLog,
    afterWrite: (outcomes: readonly Outcome[], observations: readonly Observation[]) => Promise<void>,
  ) {
    this.#connection = connection;
    this.#log = log;
    this.#afterWrite = afterWrite;
  }

  add(outcome: Outcome): void {
    this.#gathered.push(outcome);
    this.#writing ??= this.#write();
  }

  /** Resolves when everything added so far is written. */
  async flushed(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    while (this.#gathered.length > 0) {
      await this.#writeBatch(this.#gathered.splice(0, maxBatch));
    }
    this.#writing = undefined;
  }

  /** An outcome that cannot be written does not keep the others from it. */
  async #writeBatch(batch: readonly Outcome[]): Promise<void> {
    try {
      const observations = await writeOutcomes(this.#connection, batch);
      await this.#afterWrite(batch, observations);
    } catch (error) {
      if (batch.length > 1) {
        for (const outcome of batch) await this.#writeBatch([outcome]);
        return;
      }
      // The intent stands: its lease runs out and the attempt is settled like that of a crashed process.
      this.#log.error({ error, attempt: batch[0]!.answer.id }, "an outcome could not be written; it will be settled later");
    }
  }
}

/** Long enough to gather what arrives together, too short for anybody to notice. */
const gatherMs = 4;
const maxBatch = 500;

async function writeOutcomes(connection: Kysely<unknown>, outcomes: readonly Outcome[]): Promise<readonly Observation[]> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const deciding = await writeAnswers(transaction, outcomes.map((outcome) => outcome.answer));
      const changes = outcomes.filter(({ answer }) => deciding.has(answer.id)).flatMap((outcome) => outcome.changes);
      const learned = outcomes.flatMap(({ suppressions = [] }) => suppressions);
      if (learned.length > 0) await writeSuppressions(transaction, learned);
      const moved = await applyChanges(transaction, changes);
      const observations = [...observationsOfChanges(moved)];
      if (moved.length === changes.length) return observations;
      const isMoved = new Set(moved);
      for (const change of changes) {
        if (isMoved.has(change) || !(await keepOvertakenAttempt(transaction, change))) continue;
        observations.push({ type: "duplicate-contact", channel: change.channel! });
      }
      return observations;
    }),
  );
}
