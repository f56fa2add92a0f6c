import type { Adapter } from "@todoke/core";
import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import { decideOnUnknown, earlier, later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { recordEvidence } from "../evidence/record-evidence.ts";
import { laneOf } from "../pace/lane.ts";
import { horizonsOf } from "../pace/priority.ts";
import { asReleased } from "../speed/as-released.ts";
import { claimDueAttempts, countCall, countLook, postponeAttempt, type DueAttempt } from "../store/claim-due-attempts.ts";
import { reopensAt } from "../windows/consider-window.ts";
import { hasUnsettledTwin, isTaken } from "../store/find-twins.ts";
import { changesFor, emptyAnswer, factsOf } from "./attempt-changes.ts";
import { followAudience } from "./follow-audience.ts";
import { isKeyed, nextLook } from "./outcome-of-call.ts";
import { startCall } from "./start-call.ts";

const claimLimit = 100;

/**
 * Looks after attempts whose time has come: intents that a dead process left behind, calls to be repeated under their
 * key, outcomes that nobody knows, and accepted ones that fell silent. Gives how many it found.
 */
export async function settleDueAttempts(context: EngineContext): Promise<number> {
  const attempts = await claimDueAttempts(context.connection, context.projectId, context.settings.leaseMs, claimLimit, context.months.liveSince);
  await Promise.all(attempts.map((attempt) => settle(context, attempt)));
  return attempts.length;
}

async function settle(context: EngineContext, attempt: DueAttempt): Promise<void> {
  const message = asReleased(await context.prepared(attempt.messageId), attempt.releasedAt);
  const adapter = routeOf(message, attempt)?.adapter;
  if (adapter === undefined) return settleWithoutAccount(context, message, attempt);
  if (attempt.evidence === "sending") return settleLostCall(context, message, adapter, attempt);
  if (attempt.evidence === "unknown") return settleUnknown(context, message, adapter, attempt);
  if (message.audience !== undefined) return followAudience(context, message, adapter, attempt);
  return poll(context, adapter, attempt);
}

/** A call without an outcome: made again where the key makes that safe, else its outcome is unknown. */
async function settleLostCall(
  context: EngineContext,
  message: PreparedMessage,
  adapter: Adapter,
  attempt: DueAttempt,
): Promise<void> {
  const keyEnds = later(attempt.startedAt, adapter.idempotency?.keyLifetimeMs ?? 0);
  const ends = earlier(keyEnds, message.validUntil);
  const now = context.clock.now();
  const repeatAt = reopensAt(message, attempt.timeZone, now) ?? now;
  if (isKeyed(adapter, attempt.endpoint) && repeatAt < ends) {
    if (repeatAt > now) return postponeAttempt(context.connection, context.projectId, attempt, repeatAt.getTime() - now.getTime());
    return repeat(context, message, attempt);
  }
  context.outcomes.add({
    accountId: attempt.accountId,
    expectsReports: false,
    answer: {
      ...emptyAnswer(attempt, now),
      errorClass: "ambiguous",
      providerCode: "no-answer",
      dueAt: nextLook(message, adapter, attempt, 0),
    },
    changes: [],
  });
}

/** The same call again, when it has a turn. */
async function repeat(context: EngineContext, message: PreparedMessage, attempt: DueAttempt): Promise<void> {
  const { connection, pace } = context;
  const lane = laneOf(routeOf(message, attempt)!, attempt.endpoint);
  const { few } = horizonsOf(attempt.purpose);
  const turns = lane === undefined ? undefined : await pace.take(lane, 1, few);
  if (lane !== undefined && turns?.at.length === 0) return postponeAttempt(connection, context.projectId, attempt, pace.queue(lane, turns, few));
  if (!(await countCall(connection, context.projectId, attempt))) return;
  return startCall(context, message, { ...attempt, calls: attempt.calls + 1 }, turns?.at[0]);
}

/** Asks the provider what became of it; when the hold is over, the plan's policy decides. */
async function settleUnknown(
  context: EngineContext,
  message: PreparedMessage,
  adapter: Adapter,
  attempt: DueAttempt,
): Promise<void> {
  if (await ask(context, adapter, attempt)) return;
  const now = context.clock.now();
  const holdEnds = earlier(later(attempt.startedAt, message.plan.unknownHoldMs), message.validUntil);
  if (now < holdEnds) {
    return countLook(context.connection, context.projectId, attempt, nextLook(message, adapter, attempt, attempt.looks + 1));
  }
  const facts = factsOf(message, attempt, now);
  const changes = changesFor(attempt, decideOnUnknown(message.plan.onUnknown, facts), facts, {
    evidence: "unknown",
    channel: attempt.channel,
    reasonCode: "unknown",
    reasonDetail: `${attempt.channel} gave no answer, and nothing told since whether it was sent`,
  });
  context.outcomes.add({
    accountId: attempt.accountId,
    expectsReports: false,
    answer: { ...emptyAnswer(attempt, context.clock.now()), errorClass: attempt.errorClass, providerCode: attempt.providerCode },
    changes,
  });
}

/** Accepted, and silent since. */
async function poll(context: EngineContext, adapter: Adapter, attempt: DueAttempt): Promise<void> {
  if (await ask(context, adapter, attempt)) return;
  const delays = adapter.reconcile?.silenceDelaysMs ?? [];
  const delayMs = delays[attempt.looks + 1];
  const dueAt = delayMs === undefined ? null : later(attempt.answeredAt ?? attempt.startedAt, delayMs);
  await countLook(context.connection, context.projectId, attempt, dueAt);
}

/** True when the provider had news, which is then recorded. */
async function ask(context: EngineContext, adapter: Adapter, attempt: DueAttempt): Promise<boolean> {
  if (adapter.reconcile === undefined || attempt.addresses.length !== 1) return false;
  const { accountId, providerMessageIds, startedAt, payload } = attempt;
  if (providerMessageIds.length === 0 && (await hasUnsettledTwin(context.connection, context.projectId, attempt))) return false;
  const trace = {
    attemptId: attempt.id,
    to: attempt.addresses[0]!,
    payload,
    startedAt,
    providerMessageIds,
    isTaken: (providerMessageId: string) => isTaken(context.connection, context.projectId, attempt, providerMessageId),
  };
  try {
    const options = { timeoutMs: context.settings.callTimeoutMs, signal: context.signal };
    const report = await adapter.reconcile.find(trace, options);
    if (report === undefined || report.evidence === attempt.evidence) return false;
    await recordEvidence(
      context,
      {
        accountId,
        eventId: `reconcile:${attempt.id}:${report.evidence}:${report.providerCode ?? ""}`,
        evidence: report.evidence,
        source: "reconcile",
        providerMessageId: report.providerMessageId,
        errorClass: report.errorClass,
        providerCode: report.providerCode,
        suppresses: report.suppresses,
        bill: report.bill,
        at: report.at,
      },
      { attemptId: attempt.id },
    );
    return true;
  } catch (error) {
    context.log.warn({ error, account: accountId }, "a provider could not be asked about an attempt");
    return false;
  }
}

/** Its account has been taken out of the configuration: nobody can ask or repeat. */
async function settleWithoutAccount(
  context: EngineContext,
  message: PreparedMessage,
  attempt: DueAttempt,
): Promise<void> {
  if (attempt.evidence !== "sending" && attempt.evidence !== "unknown") {
    return countLook(context.connection, context.projectId, attempt, null);
  }
  const facts = factsOf(message, attempt, context.clock.now());
  const changes = changesFor(attempt, decideOnUnknown("hold", facts), facts, {
    evidence: "unknown",
    channel: attempt.channel,
    reasonCode: "unknown",
    reasonDetail: "the account of this attempt is no longer configured",
  });
  const answer = { ...emptyAnswer(attempt, context.clock.now()), providerCode: "no-account" };
  context.outcomes.add({ accountId: attempt.accountId, expectsReports: false, answer, changes });
}
