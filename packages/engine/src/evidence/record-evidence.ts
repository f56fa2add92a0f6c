import type { Correlation } from "@todoke/core";
import { monthAt } from "../calendar-month.ts";
import type { EngineContext } from "../engine-context.ts";
import { findOrphanedIds, type EvidenceRecord } from "../store/write-evidence.ts";
import { takeInOrphans } from "./take-in-reports.ts";

/**
 * Takes in a provider's later word, together with others that come at the same time; resolves when it is committed.
 * Repeated and out-of-order reports end in the same state. A report whose attempt is not known is kept and joined when the
 * attempt's answer names it. One that names no message of the provider's can never be joined, and is let go: where a token
 * is all the proof, anybody can post one with a token of their own.
 */
export async function recordEvidence(context: EngineContext, record: EvidenceRecord, correlation: Correlation): Promise<void> {
  await context.months.ensure(monthAt(context.clock.now()));
  const { isOrphan } = await context.reports.add({ record, correlation });
  // The answer that names the attempt may have been written while this report was: whoever is later joins the two.
  if (isOrphan && record.providerMessageId !== undefined) {
    await joinOrphans(context, record.accountId, [record.providerMessageId]);
  }
}

/** Joins reports that overtook the answers which now name their attempts. */
export async function joinOrphans(context: EngineContext, accountId: string, providerMessageIds: readonly string[]): Promise<void> {
  const orphaned = await findOrphanedIds(context.connection, context.projectId, accountId, providerMessageIds, context.clock.now());
  if (orphaned.length > 0) await takeInOrphans(context, accountId, orphaned);
}
