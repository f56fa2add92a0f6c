import type { Adapter, SendReceipt } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Attempt } from "../store/attempt-row.ts";
import { outcomeOfError, outcomeOfReceipt } from "./outcome-of-call.ts";

/** Makes the call of a committed attempt and hands its outcome to be written. Never rejects. */
export async function makeCall(context: EngineContext, message: PreparedMessage, attempt: Attempt): Promise<void> {
  const { adapter } = message.steps[attempt.step]!.route!;
  try {
    const receipt = await call(context, message, adapter, attempt);
    context.outcomes.add(outcomeOfReceipt(message, adapter, attempt, receipt, context.clock.now()));
  } catch (error) {
    context.outcomes.add(outcomeOfError(message, adapter, attempt, error, context.clock.now()));
  }
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
  return attempt.bulk
    ? adapter.bulk!.send({ ...request, to: attempt.addresses }, options)
    : adapter.send({ ...request, to: attempt.addresses[0]! }, options);
}

/** An address of this attempt's own, which nobody but the provider can know. */
function callbackUrlFor({ publicBaseUrl }: EngineContext, adapter: Adapter, attempt: Attempt): string | undefined {
  if (publicBaseUrl === undefined || adapter.webhook === undefined || attempt.callbackToken === null) return undefined;
  return `${publicBaseUrl}/v1/inbound/${encodeURIComponent(attempt.accountId)}?attempt=${attempt.callbackToken}`;
}
