import type { Kysely } from "kysely";
import type { Accounts } from "../accounts.ts";
import { spendOf } from "../budgets/attempt-spend.ts";
import type { SpendNeed } from "../budgets/budget-book.ts";
import type { CapPlace } from "../caps/cap-book.ts";
import { reckonCosts } from "../costs/reckon-costs.ts";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import { fulfilled } from "../gathering.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { holdForBudgets, type BudgetHold } from "../store/budgets/hold-for-budget.ts";
import { reserveSpends } from "../store/budgets/reserve-spends.ts";
import { returnPlaces } from "../store/caps/return-places.ts";
import { takePlaces } from "../store/caps/take-places.ts";
import { insertAttempts, type NewAttempt } from "../store/insert-attempts.ts";
import { advanceChunks, handOverDeliveries, type ChunkProgress } from "../store/release-claims.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { claimReplies } from "./claim-replies.ts";
import { leaveOut } from "./leave-out.ts";

/** What is about to be called for deliveries of one message, and what becomes of those that are not called for. */
export interface Intents {
  readonly claim: ChunkProgress | ClaimedDeliveries;
  readonly attempts: readonly NewAttempt[];
  readonly guarded: readonly Guarded[];
  readonly changes: readonly DeliveryChange[];
  /** Those of the changes that wait for a budget. */
  readonly holds: readonly BudgetHold[];
}

/** A member of an attempt that may only go with what it takes here. */
export interface Guarded {
  readonly number: number;
  /** Under the frequency caps. */
  readonly places: readonly CapPlace[];
  /** Of budgets. */
  readonly spends: readonly SpendNeed[];
  /** What becomes of it where others were quicker. */
  readonly otherwise: DeliveryChange;
}

/** Deliveries that were claimed one by one, and now belong to attempts or are moved. */
export interface ClaimedDeliveries {
  readonly token: string;
  readonly messageId: string;
  readonly numbers: readonly number[];
}

export interface CommittedIntents {
  /** As they are to be called, in their order; without those that nobody is left in. */
  readonly callable: readonly NewAttempt[];
  readonly moved: readonly DeliveryChange[];
  /** Budgets that these are the first to find used up. */
  readonly reached: readonly string[];
}

/** Where intents are written, and by whose prices they are reckoned. */
export interface IntentPlace {
  readonly database: Kysely<unknown>;
  readonly projectId: string;
  readonly accounts: Accounts;
  readonly leaseMs: number;
}

/**
 * Gives claims up and writes what they were for, in one transaction. Undefined for those whose claim was lost: nothing of
 * them was written.
 */
export function writeIntents(
  { database, projectId, accounts, leaseMs }: IntentPlace,
  intents: readonly Intents[],
): Promise<readonly PromiseFulfilledResult<CommittedIntents | undefined>[]> {
  return retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      const isOurs = await giveUpClaims(transaction, projectId, intents, leaseMs);
      const kept = intents.map((each, index) => (isOurs[index] ? each : nothing));
      const deferred = await takeNeeds(transaction, projectId, kept);
      const going = kept.flatMap(({ attempts, guarded }, index) => withSpends(attempts.flatMap((attempt) => leaveOut(attempt, numbersOf(deferred[index]!))), guarded));
      const callable = (await claimReplies(transaction, projectId, going)).map((attempt) => withCosts(attempt, accounts));
      await insertAttempts(transaction, projectId, callable, leaseMs);
      const reached = await holdForBudgets(transaction, projectId, kept.flatMap(({ holds }) => holds));
      const moves = kept.map(({ changes }, index) => [...changes, ...deferred[index]!.map(({ otherwise }) => otherwise)]);
      const moved = new Set(await applyChanges(transaction, projectId, moves.flat()));
      const callableById = new Map(callable.map((attempt) => [attempt.id, attempt]));
      return intents.map(({ attempts }, index) => fulfilled(isOurs[index] ? {
        callable: attempts.flatMap(({ id }) => callableById.get(id) ?? []),
        moved: moves[index]!.filter((change) => moved.has(change)),
        reached: intents[index]!.holds.map(({ need }) => need.budget).filter((budget, place, all) => reached.includes(budget) && all.indexOf(budget) === place),
      } : undefined));
    }),
  );
}

/** Stands for intents whose claim was lost. */
const nothing: Pick<Intents, "attempts" | "guarded" | "changes" | "holds"> = { attempts: [], guarded: [], changes: [], holds: [] };

/** Takes what the members need. Gives those that did not get it, for each of the intents. */
async function takeNeeds(
  transaction: Database,
  projectId: string,
  intents: readonly Pick<Intents, "guarded">[],
): Promise<readonly (readonly Guarded[])[]> {
  const all = intents.flatMap(({ guarded }) => guarded);
  if (all.length === 0) return intents.map(() => []);
  const without = await takePlaces(transaction, projectId, all.flatMap(({ places }) => places));
  const placed = all.filter(({ places }) => !places.some(({ holder }) => without.has(holder)));
  const reserved = await reserveSpends(transaction, projectId, placed.map(({ spends }) => spends));
  const got = new Set(placed.filter((_, index) => reserved[index]));
  const surplus = placed.filter((each) => !got.has(each)).flatMap(({ places }) => places);
  if (surplus.length > 0) await returnPlaces(transaction, projectId, surplus.map(({ cap, person, holder }) => ({ cap: cap.name, person, holder })));
  return intents.map(({ guarded }) => guarded.filter((each) => !got.has(each)));
}

/** With what their members reserved. */
function withSpends(attempts: readonly NewAttempt[], guarded: readonly Guarded[]): readonly NewAttempt[] {
  const spends = new Map(guarded.map((each) => [each.number, each.spends]));
  if (spends.size === 0) return attempts;
  return attempts.map((attempt) => {
    const spend = spendOf(attempt.members.flatMap((number) => spends.get(number) ?? []));
    return spend === undefined ? attempt : { ...attempt, spend };
  });
}

function withCosts(attempt: NewAttempt, accounts: Accounts): NewAttempt {
  const costs = reckonCosts(accounts, attempt);
  return costs === undefined ? attempt : { ...attempt, costs };
}

function numbersOf(guarded: readonly Guarded[]): ReadonlySet<number> {
  return new Set(guarded.map(({ number }) => number));
}

async function giveUpClaims(transaction: Database, projectId: string, intents: readonly Intents[], leaseMs: number): Promise<readonly boolean[]> {
  const chunks = intents.flatMap(({ claim }) => ("chunk" in claim ? [claim] : []));
  const advanced = chunks.length === 0 ? [] : await advanceChunks(transaction, projectId, chunks, leaseMs);
  const isOurs: boolean[] = [];
  for (const { claim } of intents) {
    isOurs.push("chunk" in claim
      ? advanced[chunks.indexOf(claim)]!
      : await handOverDeliveries(transaction, projectId, claim.token, claim.messageId, claim.numbers));
  }
  return isOurs;
}
