import type { AttemptTrace, CallOptions, EvidenceReport, ReconcileCapability } from "@todoke/core";
import { locate } from "./answers/locator.ts";
import { isSuccess, toLocated } from "./answers/read-answer.ts";
import { retryAfterMs } from "./answers/retry-after.ts";
import type { HttpSmsConfig, StatusQueryRules } from "./config.ts";
import { openOutcome, refusalError } from "./errors.ts";
import { attemptValues, personValues } from "./placeholders.ts";
import { readReport } from "./read-report.ts";
import { callCarrier } from "./send-message.ts";
import { placeholdersIn } from "./settings/read-request.ts";
import { fillRequest } from "./templates/fill-request.ts";
import type { Transport } from "./transport.ts";

const minute = 60_000;
const hour = 60 * minute;
/** For callbacks that were lost, or that the carrier does not have. */
const silenceDelaysMs = [5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour];

/** Asks by the carrier's id of the message, or by our own, which also finds it when the answer to the call was lost. */
export function createStatusQuery(transport: Transport, config: HttpSmsConfig, rules: StatusQueryRules): ReconcileCapability {
  return {
    endpoint: "sms-status",
    lostAnswerDelaysMs: rules.lostAnswerDelaysMs ?? [],
    silenceDelaysMs: rules.silenceDelaysMs ?? silenceDelaysMs,
    find: (attempt, options) => find(transport, config, rules, attempt, options),
  };
}

async function find(
  transport: Transport,
  config: HttpSmsConfig,
  rules: StatusQueryRules,
  attempt: AttemptTrace,
  options: CallOptions,
): Promise<EvidenceReport | undefined> {
  const [messageId] = attempt.providerMessageIds;
  // A question that leaves its message out would be answered about another one.
  if (messageId === undefined && placeholdersIn(rules.request).has("messageId")) return undefined;
  const values = { ...personValues(config, attempt.to), ...attemptValues(attempt.attemptId), messageId };
  const request = fillRequest(rules.request, values);
  if (request === undefined) return undefined;
  const response = await callCarrier(transport, request, options, "ask");
  const answer = toLocated(response);
  const code = locate(rules.code, answer);
  if (code !== undefined && rules.notFoundCodes?.includes(code) === true) return undefined;
  const report = isSuccess(response.status) ? readReport(rules, (place) => locate(place, answer)) : undefined;
  if (report !== undefined) {
    const providerMessageId = messageId ?? locate(rules.messageId, answer);
    return { ...report, ...(providerMessageId !== undefined && { providerMessageId }) };
  }
  const { status } = response;
  if (isSuccess(status) && code === undefined) {
    // A status that the settings do not list is no failure of the question, and proves nothing.
    if (locate(rules.status, answer) !== undefined) return undefined;
    throw openOutcome("no-status", `The carrier answered ${status}, and its answer holds no status.`, "ask");
  }
  throw refusalError({ status, code, requestId: undefined, retryAfterMs: retryAfterMs(undefined, answer) }, {}, "ask");
}
