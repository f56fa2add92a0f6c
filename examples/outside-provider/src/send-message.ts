import { ProviderError, type CallOptions, type SendReceipt, type SendRequest } from "@todoke/core";
import type { PigeonConfig } from "./config.ts";
import { networkError, openOutcome, refusalError } from "./errors.ts";
import { callOnce, NoAnswerError, type HttpAnswer, type HttpRequest } from "./http-call.ts";
import { readJson, textAt } from "./json.ts";
import { readText } from "./render-content.ts";

/** Makes one attempt. Resolves when the vendor accepted; throws `ProviderError` otherwise. */
export async function sendMessage(
  config: PigeonConfig,
  request: SendRequest,
  options: CallOptions,
): Promise<SendReceipt> {
  const answer = await callVendor(requestFor(config, request), options);
  if (answer.status < 200 || answer.status > 299) throw refusalError(answer);
  const receipt = readReceipt(answer);
  if (receipt === undefined) throw openOutcome("unreadable-answer");
  return receipt;
}

async function callVendor(request: HttpRequest, options: CallOptions): Promise<HttpAnswer> {
  try {
    return await callOnce(request, options);
  } catch (error) {
    throw error instanceof NoAnswerError ? networkError(error) : new ProviderError(unknownFailure);
  }
}

const unknownFailure = { class: "ambiguous", providerCode: "unknown", message: "The call failed for an unknown reason." } as const;

/** pigeon.example/docs/messages. A report goes to `report_url`, which holds the attempt's token. */
function requestFor(config: PigeonConfig, request: SendRequest): HttpRequest {
  const { to, payload, attemptId, callbackUrl, validityPeriodMs } = request;
  const body = {
    to,
    from: config.from,
    text: readText(payload),
    reference: attemptId,
    ...(callbackUrl !== undefined && { report_url: callbackUrl }),
    ...(validityPeriodMs !== undefined && { lifetime_seconds: Math.ceil(validityPeriodMs / 1_000) }),
  };
  return {
    method: "POST",
    url: `${config.apiBaseUrl ?? "https://api.pigeon.example"}/v1/messages`,
    headers: { authorization: `Bearer ${config.apiToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** Undefined for a success that cannot be read, or has no id. Never throws. */
function readReceipt({ text, headers }: HttpAnswer): SendReceipt | undefined {
  const id = textAt(readJson(text), "message", "id");
  if (id === undefined) return undefined;
  const requestId = headers.get("pigeon-request-id");
  return { evidence: "accepted", providerMessageIds: [id], duplicate: false, ...(requestId !== null && { requestId }) };
}
