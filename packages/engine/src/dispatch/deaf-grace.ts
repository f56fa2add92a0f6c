import { evidenceRank } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { earlier, later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import type { DeafPeriod } from "../store/hearing.ts";

/** What a time in which nobody took reports means for a delivery whose step has ended. */
export interface DeafGrace {
  /** Undefined where nobody was deaf while it waited, or where it waits for no report. */
  readonly period: DeafPeriod | undefined;
  /** Until when it waits longer for reports that are late; undefined where its time is up. */
  readonly until: Date | undefined;
}

/** Tells it for deliveries of one message. */
export async function readDeafGrace(
  { hearing, settings }: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  now: Date,
): Promise<(delivery: ClaimedDelivery) => DeafGrace> {
  const waiting = deliveries.filter((delivery) => waitsForReport(message, delivery));
  const since = new Date(Math.min(...waiting.map(({ stepStartedAt }) => (stepStartedAt ?? now).getTime())));
  const last = waiting.length === 0 ? undefined : await hearing.deafPeriodAfter(since);
  return (delivery) => {
    const period = last !== undefined && waitsForReport(message, delivery) && last.endedAt > (delivery.stepStartedAt ?? now) ? last : undefined;
    if (period === undefined) return { period, until: undefined };
    const until = earlier(later(period.endedAt, settings.deafGraceMs), message.validUntil);
    return { period, until: until > now ? until : undefined };
  };
}

/** Whether a provider would post the evidence that its step asks for. */
function waitsForReport(message: PreparedMessage, { status, step }: ClaimedDelivery): boolean {
  const { step: { succeedOn }, ways } = message.steps[step]!;
  const isReported = ways.some(({ route }) => route?.adapter.webhook !== undefined);
  return status === "waiting" && isReported && evidenceRank(succeedOn) > evidenceRank("accepted");
}
