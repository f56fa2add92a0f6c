import type { Kysely } from "kysely";
import type { Database } from "../database/open-database.ts";
import { isDatabaseUnavailable } from "../database/unavailable.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineLog } from "../engine.ts";
import type { Observation } from "../observing/observation.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { keepOvertakenAttempt } from "../store/keep-overtaken-attempt.ts";
import { settleSpends, type SpendVerdict } from "../store/budgets/settle-spends.ts";
import { writeAnswers, type AnswerRow } from "../store/write-answers.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { writeSuppressions, type NewSuppression } from "../store/suppressions/write-suppressions.ts";
import { sleep } from "../surroundings.ts";
import { GatheredOutcomes } from "./gathered-outcomes.ts";

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

/** What else outcomes lead to. */
export interface OutcomeHandlers {
  /** In the transaction that writes them, with those whose answer decides, before their deliveries are moved. */
  settle(transaction: Database, deciding: readonly Outcome[]): Promise<void>;
  /** Once they are committed. */
  afterWrite(outcomes: readonly Outcome[], observations: readonly Observation[]): Promise<void>;
}

/**
 * Gathers outcomes and writes them together: what arrived while one write was under way goes into the next ones.
 * Batching costs a few milliseconds of lateness and saves most of the work. Unlike a `Gathering` it counts the deliveries
 * that outcomes move, of which one may bring 500, and nobody waits for an outcome but a stop.
 */
export class OutcomeWriter {
  readonly #connection: Kysely<unknown>;
  readonly #projectId: string;
  readonly #log: EngineLog;
  readonly #handlers: OutcomeHandlers;
  readonly #gathered = new GatheredOutcomes();
  #waiting: (() => void)[] = [];
  #writing: Promise<void> | undefined;
  #isStopping = false;
  #letsIn = false;

  constructor(connection: Kysely<unknown>, projectId: string, log: EngineLog, handlers: OutcomeHandlers) {
    this.#connection = connection;
    this.#projectId = projectId;
    this.#log = log;
    this.#handlers = handlers;
  }

  add(outcome: Outcome): void {
    this.#gathered.add(outcome);
    this.#writing ??= this.#write();
  }

  /** Resolves when little enough waits to be written: whoever is about to make more of it waits here. */
  async room(): Promise<void> {
    while (this.#gathered.deliveries > mostGathered && this.#writing !== undefined && !this.#letsIn) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** From here on nobody waits for room: a stop does not wait for a database that is away. */
  letIn(): void {
    this.#letsIn = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when everything added so far is written, or cannot be. From here on nothing waits for a database that is away. */
  async flushed(): Promise<void> {
    this.#isStopping = true;
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    await sleep(gatherMs);
    while (!this.#gathered.isEmpty) {
      await this.#writeBatch(this.#gathered.takeBatch());
      for (const resolve of this.#waiting.splice(0)) resolve();
    }
    this.#writing = undefined;
  }

  /** Never rejects. One that cannot be written does not keep the others from it. */
  async #writeBatch(batch: readonly Outcome[]): Promise<void> {
    try {
      await this.#writeWhenAvailable(batch);
    } catch (error) {
      if (batch.length > 1) for (const outcome of batch) await this.#writeBatch([outcome]);
      // The intent stands: its lease runs out and the attempt is settled like that of a crashed process.
      else this.#log.error({ error, attempt: batch[0]!.answer.id }, "an outcome could not be written; it will be settled later");
    }
  }

  /** Outcomes wait for a database that is away. What is written twice, because an answer was lost, counts once. */
  async #writeWhenAvailable(batch: readonly Outcome[]): Promise<void> {
    for (;;) {
      try {
        const observations = await writeOutcomes(this.#connection, this.#projectId, batch, this.#handlers);
        return await this.#handlers.afterWrite(batch, observations);
      } catch (error) {
        if (!isDatabaseUnavailable(error) || this.#isStopping) throw error;
        this.#log.warn({ error, outcomes: batch.length }, "outcomes wait for the database");
        await sleep(againAfterMs);
      }
    }
  }
}

/** Long enough to gather what arrives together, too short for anybody to notice. */
const gatherMs = 4;
/** Between two tries to reach a database that is away. */
const againAfterMs = 250;
/** Deliveries whose outcomes wait. A provider that answers faster than the database writes is asked no faster than that. */
const mostGathered = 5_000;

async function writeOutcomes(
  connection: Kysely<unknown>,
  projectId: string,
  outcomes: readonly Outcome[],
  handlers: OutcomeHandlers,
): Promise<readonly Observation[]> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const deciding = await writeAnswers(transaction, projectId, outcomes.map((outcome) => outcome.answer));
      const decisive = outcomes.filter(({ answer }) => deciding.has(answer.id));
      const changes = decisive.flatMap((outcome) => outcome.changes);
      await handlers.settle(transaction, decisive);
      await settleSpends(transaction, projectId, decisive.filter(({ answer }) => deciding.get(answer.id)!.spends).flatMap(verdictOf));
      const learned = outcomes.flatMap(({ suppressions = [] }) => suppressions);
      if (learned.length > 0) await writeSuppressions(transaction, projectId, learned);
      const moved = await applyChanges(transaction, projectId, changes);
      const observations = [...observationsOfChanges(moved)];
      if (moved.length === changes.length) return observations;
      const isMoved = new Set(moved);
      for (const change of changes) {
        if (isMoved.has(change) || !(await keepOvertakenAttempt(transaction, projectId, change))) continue;
        observations.push({ type: "duplicate-contact", channel: change.channel! });
      }
      return observations;
    }),
  );
}

/** What becomes of what an attempt reserved: nothing yet while it is repeated, or nobody knows what became of it. */
function verdictOf({ answer, changes }: Outcome): readonly SpendVerdict[] {
  if (answer.answer === "failed") return [{ attemptId: answer.id, messageId: answer.messageId, verdict: "returned" }];
  const isOpen = answer.evidence === "sending" || (answer.evidence === "unknown" && changes.length === 0);
  return isOpen ? [] : [{ attemptId: answer.id, messageId: answer.messageId, verdict: "used" }];
}
