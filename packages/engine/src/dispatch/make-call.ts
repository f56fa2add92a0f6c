import { errorConsequences, ProviderError, type Adapter, type SendReceipt } from "@todoke/core";
import type { Route } from "../accounts.ts";
import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import type { CallResult } from "../health/call-tally.ts";
import { isPassedOver } from "../health/account-condition.ts";
import { laneOf } from "../pace/lane.ts";
import type { QuotaRefusal } from "../quota/known-quota.ts";
import type { Attempt } from "../store/attempt-row.ts";
import { reopensAt } from "../windows/consider-window.ts";
import { monotonicMs } from "../surroundings.ts";
import { beginCallSpan, endFailedCall } from "../tracing/trace-call.ts";
import { outcomeOfError, outcomeOfReceipt } from "./outcome-of-call.ts";

/** Makes the call of a committed attempt and hands its outcome to be written. Never rejects. */
export async function makeCall(context: EngineContext, message: PreparedMessage, attempt: Attempt): Promise<void> {
  const { adapter } = routeOf(message, attempt)!;
  // It may have waited for its turn until the window closed.
  if (reopensAt(message, attempt.timeZone, context.clock.now()) !== undefined) {
    return giveUpCall(context, message, attempt, outsideWindow);
  }
  const span = beginCallSpan(context, message, attempt);
  try {
    const receipt = await watched(context, attempt, () => call(context, message, adapter, attempt));
    span?.end({ "todoke.evidence": receipt.evidence });
    context.outcomes.add(outcomeOfReceipt(message, adapter, attempt, receipt, context.clock.now()));
  } catch (error) {
    if (span !== undefined) endFailedCall(span, error);
    await giveUpCall(context, message, attempt, error);
  }
}

const outsideWindow = new ProviderError({
  class: "unavailable",
  providerCode: "outside-window",
  message: "its delivery time window had closed: nothing was sent",
});

/** The call, with a look at what it says of the provider's health. */
async function watched<Answer>(
  { health, signal, observe }: EngineContext,
  { accountId, endpoint }: Attempt,
  make: () => Promise<Answer>,
): Promise<Answer> {
  const startedAt = monotonicMs();
  const call = { type: "call", account: accountId, endpoint } as const;
  try {
    const answer = await make();
    const tookMs = monotonicMs() - startedAt;
    health.record(accountId, { end: "answered", tookMs });
    observe({ ...call, result: "accepted", tookMs });
    return answer;
  } catch (error) {
    const tookMs = monotonicMs() - startedAt;
    if (!signal.aborted) health.record(accountId, { end: endOf(error), tookMs });
    const errorClass = ProviderError.is(error) ? error.class : "ambiguous";
    observe({ ...call, result: errorClass === "ambiguous" ? "lost" : "refused", errorClass, tookMs });
    throw error;
  }
}

/** A call whose outcome stays open says as little for the provider as one that failed; its delivery stays where it is. */
function endOf(error: unknown): CallResult["end"] {
  if (!ProviderError.is(error) || error.class === "ambiguous") return "lost";
  return error.scope !== "address" && errorConsequences[error.class].countsAgainstHealth ? "failed" : "answered";
}

/** Hands the outcome of a call that failed, or was never made, to be written. Never rejects. */
export async function giveUpCall(
  context: EngineContext,
  message: PreparedMessage,
  attempt: Attempt,
  error: unknown,
): Promise<void> {
  const route = routeOf(message, attempt)!;
  const quotaRefusal = await explainQuotaRefusal(context, message, attempt, error);
  context.outcomes.add(outcomeOfError(message, route.adapter, attempt, error, context.clock.now(), {
    quotaRefusal,
    mayMove: mayMove(context, message, attempt),
    isUnbegun: error === outsideWindow && attempt.calls === 1 && attempt.tries === 0,
  }));
  await slowDown(context, route, attempt, error);
}

/** Whether another attempt of the step would go by another account, as the health of this one is. */
function mayMove({ health }: EngineContext, message: PreparedMessage, { step, accountId }: Attempt): boolean {
  return message.steps[step]!.ways.length > 1 && isPassedOver(health.conditionOf(accountId));
}

/** An audience's size is not known, so that nobody can tell whether it would have fitted. */
async function explainQuotaRefusal(
  { quotas }: EngineContext,
  message: PreparedMessage,
  attempt: Attempt,
  error: unknown,
): Promise<QuotaRefusal> {
  if (!ProviderError.is(error) || error.class !== "quota" || message.audience !== undefined) return "unknown";
  const route = routeOf(message, attempt)!;
  const units = route.adapter.cost?.units(attempt.payload) ?? 1;
  return quotas.explainRefusal(route, units * attempt.members.length);
}

/** Whatever happens here, the outcome is on its way. */
async function slowDown({ pace, log }: EngineContext, route: Route, attempt: Attempt, error: unknown): Promise<void> {
  const lane = laneOf(route, attempt.endpoint);
  if (lane === undefined || !ProviderError.is(error) || error.class !== "throttled" || error.scope === "address") return;
  const address = attempt.bulk ? undefined : attempt.addresses[0];
  await pace.slowDown(lane, address, error.retryAfterMs).catch((cause: unknown) =>
    log.warn({ error: cause, account: lane.accountId }, "a lane could not be slowed down"));
}

function call(
  context: EngineContext,
  message: PreparedMessage,
  adapter: Adapter,
  attempt: Attempt,
): Promise<SendReceipt> {
  const options = { timeoutMs: context.settings.callTimeoutMs, signal: context.signal };
  const callbackUrl = callbackUrlFor(context, adapter, attempt);
  const request = {
    attemptId: attempt.id,
    payload: attempt.payload,
    endpoint: attempt.endpoint,
    purpose: attempt.purpose,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(attempt.validityPeriodMs === null ? {} : { validityPeriodMs: attempt.validityPeriodMs }),
  };
  if (message.audience !== undefined) {
    return adapter.audience!.send({ ...request, target: message.audience.target }, options);
  }
  if (attempt.replyToken !== undefined) return adapter.reply!.send({ ...request, replyToken: attempt.replyToken }, options);
  return attempt.bulk
    ? adapter.bulk!.send({ ...request, to: attempt.addresses }, options)
    : adapter.send({ ...request, to: attempt.addresses[0]! }, options);
}

/** An address of this attempt's own, which nobody but the provider can know. */
function callbackUrlFor({ publicBaseUrl }: EngineContext, adapter: Adapter, attempt: Attempt): string | undefined {
  if (publicBaseUrl === undefined || adapter.webhook === undefined || attempt.callbackToken === null) return undefined;
  return `${publicBaseUrl}/v1/inbound/${encodeURIComponent(attempt.accountId)}?attempt=${attempt.callbackToken}`;
}
