import type { SendReceipt } from "@todoke/core";
import type { AnswerRules } from "../config.ts";
import { openOutcome, refusalError } from "../errors.ts";
import type { TransportResponse } from "../transport.ts";
import { parseExactJson } from "./exact-json.ts";
import { locate, type Located } from "./locator.ts";
import { retryAfterMs } from "./retry-after.ts";

export function toLocated({ text, headers }: TransportResponse): Located {
  return { text, headers, json: parseExactJson(text) };
}

/** The receipt in an acceptance. Throws `ProviderError` for everything else. */
export function readAnswer(rules: AnswerRules, response: TransportResponse): SendReceipt {
  const answer = toLocated(response);
  const { status } = response;
  const code = locate(rules.code, answer);
  const requestId = locate(rules.requestId, answer);
  const messageId = locate(rules.messageId, answer);
  const { statuses, codes } = rules.accepted;

  const open = (providerCode: string, what: string) =>
    openOutcome(providerCode, `The carrier answered ${status}, ${what}: the message may have been accepted.`, "send", requestId);
  if (!isSuccess(status)) throw refusal();
  if (statuses !== undefined && !statuses.includes(status)) throw open(`http-${status}`, "which is no documented success");
  if (codes !== undefined && code === undefined) throw open("no-code", "and its code could not be read");
  if (codes !== undefined && code !== undefined && !codes.includes(code)) throw refusal();
  if (codes === undefined && code !== undefined && messageId === undefined) throw refusal();
  if (rules.messageId !== undefined && messageId === undefined) throw open("no-message-id", "and named no message");
  return {
    evidence: "accepted",
    providerMessageIds: messageId === undefined ? [] : [messageId],
    ...(requestId !== undefined && { requestId }),
    duplicate: false,
  };

  function refusal() {
    const body = { status, code, requestId, retryAfterMs: retryAfterMs(rules.retryAfterSeconds, answer) };
    return refusalError(body, rules, "send");
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
