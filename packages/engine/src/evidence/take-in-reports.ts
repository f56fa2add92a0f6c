import type { Correlation } from "@todoke/core";
import { isAnyDue } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { fulfilled } from "../gathering.ts";
import { findAttempts } from "../store/find-attempts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { claimOrphans, writeEvidence, type EvidenceRecord } from "../store/write-evidence.ts";
import { mergeReports, type Merged } from "./merge-reports.ts";

/** A report as it came. */
export interface GivenReport {
  readonly record: EvidenceRecord;
  readonly correlation: Correlation;
}

/** What became of a report. */
export interface TakenIn {
  /** It is kept, and nobody knows yet which attempt it is about. */
  readonly isOrphan: boolean;
}

/**
 * Keeps reports, merges them into their attempts and moves the attempts' deliveries, in one transaction under their locks.
 * Each means what it would mean alone.
 */
export async function takeInReports(
  context: EngineContext,
  given: readonly GivenReport[],
): Promise<readonly PromiseFulfilledResult<TakenIn>[]> {
  const { merged, taken } = await retryOnConflict(() =>
    context.connection.transaction().execute(async (transaction) => {
      const now = context.clock.now();
      const attempts = await findAttempts(transaction, context.projectId, given.map(({ record, correlation }) => ({ accountId: record.accountId, correlation })));
      const reports = given.map(({ record }, index) => ({ record, attempt: attempts[index] }));
      const kept = reports.filter(({ record, attempt }) => attempt !== undefined || record.providerMessageId !== undefined);
      const news = kept.length === 0 ? [] : await writeEvidence(transaction, context.projectId, kept, now);
      const known = news.flatMap(({ record, attempt }) => (attempt === undefined ? [] : [{ record, attempt }]));
      const isKept = new Set(kept);
      return {
        merged: await mergeReports(context, transaction, known, now),
        taken: reports.map((report) => fulfilled({ isOrphan: report.attempt === undefined && isKept.has(report) })),
      };
    }),
  );
  tell(context, merged);
  return taken;
}

/** Merges reports that nobody could tell the attempts of, now that attempts have these ids. */
export async function takeInOrphans(context: EngineContext, accountId: string, providerMessageIds: readonly string[]): Promise<void> {
  const merged = await retryOnConflict(() =>
    context.connection.transaction().execute(async (transaction) => {
      const attempts = await findAttempts(transaction, context.projectId, providerMessageIds.map((providerMessageId) => ({ accountId, correlation: { providerMessageId } })));
      const reports = await claimOrphans(transaction, context.projectId, attempts.filter((attempt) => attempt !== undefined));
      return mergeReports(context, transaction, reports, context.clock.now());
    }),
  );
  tell(context, merged);
}

/** Once it is committed. */
function tell(context: EngineContext, { observations, moved, spans }: Merged): void {
  observations.forEach(context.observe);
  for (const span of spans) context.tracer?.begin(span).end();
  if (isAnyDue(moved, context.clock.now())) context.nudge("deliveries");
}
