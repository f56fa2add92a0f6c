import { ProviderError, type CallOptions, type SendReceipt, type SendRequest } from "@todoke/core";
import type { GreyQuetzalConfig } from "./config.ts";
import { networkError, openOutcome, refusalError } from "./errors.ts";
import { callOnce, NoAnswerError, type HttpAnswer, type HttpRequest } from "./http-call.ts";
import { NotWrittenError } from "./not-written.ts";

/** Makes one attempt. Resolves when the vendor accepted; throws `ProviderError` otherwise. */
export async function sendMessage(
  config: GreyQuetzalConfig,
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

/**
 * The vendor's example of a call. `request.payload` is what `renderContent` made. What leads a report back goes out here:
 * `attemptId` where the vendor has a field for a reference, `callbackUrl` where it takes an address for each message.
 */
function requestFor(_config: GreyQuetzalConfig, _request: SendRequest): HttpRequest {
  throw new NotWrittenError("src/send-message.ts", "requestFor: the vendor's example of a call, field by field");
}

/** Undefined for a success that cannot be read, or has no id where the vendor promises one. Never throws. */
function readReceipt(_answer: HttpAnswer): SendReceipt | undefined {
  throw new NotWrittenError("src/send-message.ts", "readReceipt: where the message's id stands in an acceptance");
}
