import type { Adapter, AudienceProgress } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { later, type Decision } from "../decide.ts";
import { changeFor } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { recordEvidence } from "../evidence/record-evidence.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { StoredAttempt } from "../store/attempt-row.ts";
import { countLook } from "../store/claim-due-attempts.ts";
import { lockDeliveries } from "../store/lock-deliveries.ts";
import { writeReach } from "../store/write-reach.ts";
import { factsOf } from "./attempt-changes.ts";

const second = 1_000;

/** Audiences of a few people are done in seconds, those of millions in hours. */
const progressDelaysMs = [2 * second, 5 * second, 15 * second, 60 * second];

/** How long to wait before asking for the progress of an audience send, after so many looks. */
export function progressDelayMs(looks: number): number {
  return progressDelaysMs[Math.min(looks, progressDelaysMs.length - 1)]!;
}

/** Asks how far an audience send has come, keeps what the provider counts, and ends the delivery when it is done. */
export async function followAudience(
  context: EngineContext,
  message: PreparedMessage,
  adapter: Adapter,
  attempt: StoredAttempt,
): Promise<void> {
  const progress = await ask(context, adapter, attempt);
  if (progress !== undefined) await writeReach(context.connection, context.projectId, message.id, progress, context.clock.now());
  if (progress?.phase === "succeeded") return succeed(context, message, attempt);
  if (progress?.phase === "failed") return fail(context, attempt, progress);
  const dueAt = later(context.clock.now(), progressDelayMs(attempt.looks + 1));
  await countLook(context.connection, context.projectId, attempt, dueAt < message.validUntil ? dueAt : null);
}

async function ask(
  { settings, signal, log }: EngineContext,
  adapter: Adapter,
  { endpoint, requestId, accountId }: StoredAttempt,
): Promise<AudienceProgress | undefined> {
  if (requestId === null) return undefined;
  try {
    const options = { timeoutMs: settings.callTimeoutMs, signal };
    return await adapter.audience?.progress({ endpoint, requestId }, options);
  } catch (error) {
    log.warn({ error, account: accountId }, "a provider could not be asked for the progress of an audience send");
    return undefined;
  }
}

async function succeed(context: EngineContext, message: PreparedMessage, attempt: StoredAttempt): Promise<void> {
  const facts = factsOf(message, attempt, context.clock.now());
  const decision: Decision = { next: "finish", outcome: "accepted", succeeded: true };
  await countLook(context.connection, context.projectId, attempt, null);
  const moved = await context.connection.transaction().execute(async (transaction) => {
    const deliveries = await lockDeliveries(transaction, context.projectId, [{ messageId: message.id, numbers: attempt.members }]);
    const waiting = deliveries.filter(({ status }) => status === "waiting");
    const details = { evidence: "accepted", channel: attempt.channel };
    return applyChanges(transaction, context.projectId, waiting.map((delivery) => changeFor(delivery, decision, facts, details)));
  });
  observationsOfChanges(moved).forEach(context.observe);
}

async function fail(context: EngineContext, attempt: StoredAttempt, progress: AudienceProgress): Promise<void> {
  const record = {
    accountId: attempt.accountId,
    eventId: `progress:${attempt.id}`,
    evidence: "failed",
    source: "reconcile",
    providerMessageId: undefined,
    errorClass: progress.errorClass ?? "content",
    providerCode: progress.providerCode,
    suppresses: undefined,
    bill: undefined,
    at: context.clock.now(),
  } as const;
  await recordEvidence(context, record, { attemptId: attempt.id });
}
