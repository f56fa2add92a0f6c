import type { Transaction } from "kysely";
import type { Database } from "../database/open-database.ts";
import { IdempotencyKeyInUseError } from "../idempotency/key-errors.ts";
import type { KeyedPlace } from "../idempotency/keyed-requests-view.ts";
import { replayOf } from "../idempotency/replay-of.ts";
import { insertMessages } from "../store/insert-message.ts";
import { refuseReference } from "../store/message-reference.ts";
import { findAnswers } from "../store/keyed-answers/find-answers.ts";
import { lockKeys } from "../store/keyed-answers/lock-keys.ts";
import { writeAnswers } from "../store/keyed-answers/write-answers.ts";
import type { Acceptance, Accepted } from "./acceptance.ts";

type Settled = PromiseSettledResult<Accepted>;
type KeyedAcceptance = Acceptance & { readonly keyed: KeyedPlace };

/**
 * Writes messages to few people, with the answers of those that have keys, in one transaction, and says for each what
 * became of it; what is refused is refused alone. Rejects when nothing was written.
 */
export async function writeTogether(database: Database, projectId: string, acceptances: readonly Acceptance[]): Promise<readonly Settled[]> {
  const keyed = acceptances.filter(isKeyed);
  if (keyed.length === 0) return inOrder(acceptances, new Map(), await insert(database, projectId, acceptances));
  return database.transaction().execute(async (transaction) => {
    const known = await settleRepetitions(transaction, projectId, keyed);
    const inserted = await insert(transaction, projectId, acceptances.filter((acceptance) => !known.has(acceptance)));
    const answers = keyed.flatMap((acceptance) => {
      const settled = inserted.get(acceptance);
      if (settled?.status !== "fulfilled" || "replay" in settled.value) return [];
      return [{ ...acceptance.keyed, answer: JSON.stringify(settled.value.message) }];
    });
    if (answers.length > 0) await writeAnswers(transaction, projectId, answers);
    return inOrder(acceptances, known, inserted);
  });
}

function isKeyed(acceptance: Acceptance): acceptance is KeyedAcceptance {
  return acceptance.keyed !== undefined;
}

/** Those with keys that were used before, or are being used. The others are ours until the transaction ends. */
async function settleRepetitions(
  transaction: Transaction<unknown>,
  projectId: string,
  acceptances: readonly KeyedAcceptance[],
): Promise<ReadonlyMap<Acceptance, Settled>> {
  const places = acceptances.map(({ keyed }) => keyed);
  const ours = await lockKeys(transaction, projectId, places);
  const found = await findAnswers(transaction, projectId, places);
  const settled = new Map<Acceptance, Settled>();
  for (const [index, acceptance] of acceptances.entries()) {
    try {
      if (!ours.has(acceptance.keyed)) throw new IdempotencyKeyInUseError();
      const replay = replayOf(acceptance.keyed, found[index]);
      if (replay !== undefined) settled.set(acceptance, { status: "fulfilled", value: { replay } });
    } catch (reason) {
      settled.set(acceptance, { status: "rejected", reason });
    }
  }
  return settled;
}

async function insert(database: Database, projectId: string, acceptances: readonly Acceptance[]): Promise<ReadonlyMap<Acceptance, Settled>> {
  if (acceptances.length === 0) return new Map();
  const inserted = await insertMessages(
    database,
    projectId,
    acceptances.map(({ message, deliveries }) => ({ message, deliveries, recipients: deliveries.length })),
  );
  const settled = new Map<Acceptance, Settled>();
  for (const acceptance of acceptances) {
    const { message, deliveries, view } = acceptance;
    const moments = inserted.get(message.id);
    const [result] =
      moments === undefined
        ? await Promise.allSettled([refuseReference(database, projectId, message)])
        : [{ status: "fulfilled" as const, value: { message: view({ ...moments, recipients: deliveries.length }) } }];
    settled.set(acceptance, result);
  }
  return settled;
}

function inOrder(acceptances: readonly Acceptance[], ...settled: readonly ReadonlyMap<Acceptance, Settled>[]): readonly Settled[] {
  return acceptances.map((acceptance) => settled.map((some) => some.get(acceptance)).find((result) => result !== undefined)!);
}
