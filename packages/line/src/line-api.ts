import type { CallOptions, JsonObject } from "@todoke/core";
import { createAuthorize } from "./channel-access-token.ts";
import type { LineConfig } from "./config.ts";
import { endpoints, type EndpointName } from "./endpoints.ts";
import { errorFromFailure, errorFromResponse, readHeader, readRequestId } from "./errors.ts";
import { parseJsonObject } from "./json-object.ts";
import { TransportFailure, type Transport, type TransportResponse } from "./transport.ts";

interface LineCall {
  /** Appended to the endpoint's path, already encoded. */
  readonly subPath?: string;
  readonly body?: JsonObject;
  /** A UUID. Only for endpoints that honour keys. */
  readonly retryKey?: string;
  /** 16 to 100 characters; comes back as `delivery.data`. Only for notification messages. */
  readonly deliveryTag?: string;
}

export interface LineAnswer {
  readonly body: JsonObject;
  readonly requestId: string | undefined;
  /** LINE had accepted this key before. `requestId` is then that of the call which it accepted. */
  readonly duplicate: boolean;
}

/** Makes one call and never repeats it; everything but acceptance is thrown as `ProviderError`. */
export type LineApi = (endpoint: EndpointName, call: LineCall, options: CallOptions) => Promise<LineAnswer>;

export function createLineApi(transport: Transport, channelAccessToken: LineConfig["channelAccessToken"]): LineApi {
  const authorize = createAuthorize(channelAccessToken);

  return async (endpoint, call, options) => {
    const { method, path } = endpoints[endpoint];
    const authorization = authorize(options, call.retryKey);
    const request = {
      method,
      path: path + (call.subPath ?? ""),
      headers: headersFor(call, typeof authorization === "string" ? authorization : await authorization),
      ...(call.body && { body: JSON.stringify(call.body) }),
    };
    const response = await transport.request(request, options).catch((failure: unknown) => {
      throw failure instanceof TransportFailure ? errorFromFailure(endpoint, failure, call.retryKey) : failure;
    });
    return readAnswer(endpoint, response, call.retryKey);
  };
}

function headersFor({ body, retryKey, deliveryTag }: LineCall, authorization: string): string[] {
  const headers = ["authorization", authorization, "user-agent", "todoke-line"];
  if (body) headers.push("content-type", "application/json");
  if (retryKey) headers.push("x-line-retry-key", retryKey);
  if (deliveryTag) headers.push("x-line-delivery-tag", deliveryTag);
  return headers;
}

function readAnswer(endpoint: EndpointName, response: TransportResponse, retryKey: string | undefined): LineAnswer {
  const body = parseJsonObject(response.text);
  if (response.status === 409 && endpoints[endpoint].keyed) {
    const requestId = readHeader(response, "x-line-accepted-request-id") ?? readRequestId(response);
    return { body: body ?? {}, requestId, duplicate: true };
  }
  if (response.status >= 200 && response.status < 300 && body) {
    return { body, requestId: readRequestId(response), duplicate: false };
  }
  throw errorFromResponse(endpoint, response, retryKey);
}
