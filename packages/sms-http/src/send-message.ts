import { ProviderError, type CallOptions, type SendReceipt, type SendRequest } from "@todoke/core";
import { readAnswer } from "./answers/read-answer.ts";
import type { HttpSmsConfig } from "./config.ts";
import { networkError, type CallEffect } from "./errors.ts";
import { sendValues } from "./placeholders.ts";
import { fillRequest, type FilledRequest } from "./templates/fill-request.ts";
import { TransportFailure, type Transport, type TransportResponse } from "./transport.ts";

/** Makes one attempt. Throws `ProviderError`; `ambiguous` whenever the carrier may have accepted. */
export async function sendMessage(
  transport: Transport,
  config: HttpSmsConfig,
  request: SendRequest,
  options: CallOptions,
): Promise<SendReceipt> {
  const filled = fillRequest(config.request, sendValues(config, request, new Date()));
  if (filled === undefined) {
    throw new ProviderError({
      class: "sender",
      providerCode: "no-address",
      message: "The path of request.url names a placeholder that has no value for this message.",
    });
  }
  return readAnswer(config.answer, await callCarrier(transport, filled, options, "send"));
}

/** Any answer; throws `ProviderError` without one. */
export async function callCarrier(
  transport: Transport,
  request: FilledRequest,
  options: CallOptions,
  effect: CallEffect,
): Promise<TransportResponse> {
  try {
    return await transport.request(request, options);
  } catch (error) {
    throw error instanceof TransportFailure ? networkError(error, effect) : error;
  }
}
