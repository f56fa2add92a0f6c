import type { CallOptions, JsonObject } from "@todoke/core";
import { endpoints, type Endpoint, type EndpointName } from "./endpoints.ts";
import { errorFromFailure, errorFromResponse, readHeader, readRequestId } from "./errors.ts";
import { parseJsonObject } from "./json-object.ts";
import { createAuthorize, type TokenSupply } from "./tokens/authorize.ts";
import { TransportFailure, type Transport, type TransportResponse } from "./transport.ts";

export interface LineCall {
  /** Appended to the endpoint's path, already encoded. */
  readonly subPath?: string;
  /** Parameters that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: JsonObject;
  /** In place of `body`, for the calls that take a file. */
  readonly form?: FormData;
  /** A UUID. Only for endpoints that honour keys. */
  readonly retryKey?: string;
  /** 16 to 100 characters; comes back as `delivery.data`. Only for notification messages. */
  readonly deliveryTag?: string;
  /** Statuses that answer this question besides success, where their body can be read. */
  readonly alsoAnswers?: readonly number[];
}

export interface LineAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly requestId: string | undefined;
  /** LINE had accepted this key before. `requestId` is then that of the call which it accepted. */
  readonly duplicate: boolean;
}

/**
 * Makes one call and never repeats it; everything but acceptance is thrown as `ProviderError`. Only a call that LINE
 * turned away for its token, before it looked at anything else, is made once more where another token can be had.
 */
export type LineApi = (endpoint: EndpointName, call: LineCall, options: CallOptions) => Promise<LineAnswer>;

export function createLineApi(
  transports: Readonly<Record<Endpoint["host"], Transport>>,
  tokenSupply: TokenSupply,
): LineApi {
  const authorize = createAuthorize(tokenSupply);

  return async (endpoint, call, options) => {
    const { method, path, host } = endpoints[endpoint];
    const content = call.form ? await encodeForm(call.form) : call.body && encodeJson(call.body);
    const target = { method, path: path + (call.subPath ?? "") + encodeQuery(call.query) };
    const ask = (authorization: string, within: CallOptions) => {
      const headers = headersFor(call, authorization);
      const request = content
        ? { ...target, headers: [...headers, "content-type", content.type], body: content.body }
        : { ...target, headers };
      return transports[host].request(request, within).catch((failure: unknown) => {
        throw failure instanceof TransportFailure ? errorFromFailure(endpoint, failure, call.retryKey) : failure;
      });
    };

    const startedAt = performance.now();
    const authorization = authorize(options, call.retryKey);
    const header = typeof authorization === "string" ? authorization : await authorization;
    let response = await ask(header, options);
    if (response.status === 401 && authorize.refused(header)) {
      const left = { ...options, timeoutMs: Math.max(0, options.timeoutMs - (performance.now() - startedAt)) };
      response = await ask(await authorize(left, call.retryKey), left);
    }
    return readAnswer(endpoint, response, call);
  };
}

function encodeQuery(query: LineCall["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size > 0 ? `?${parameters.toString()}` : "";
}

function encodeJson(body: JsonObject) {
  return { type: "application/json", body: JSON.stringify(body) };
}

/** Multipart bytes; the platform chooses the boundary. */
async function encodeForm(form: FormData) {
  const encoded = new Response(form);
  return { type: encoded.headers.get("content-type") ?? "", body: new Uint8Array(await encoded.arrayBuffer()) };
}

function headersFor({ retryKey, deliveryTag }: LineCall, authorization: string): string[] {
  const headers = ["authorization", authorization, "user-agent", "todoke-line"];
  if (retryKey) headers.push("x-line-retry-key", retryKey);
  if (deliveryTag) headers.push("x-line-delivery-tag", deliveryTag);
  return headers;
}

function readAnswer(endpoint: EndpointName, response: TransportResponse, call: LineCall): LineAnswer {
  const { status, text } = response;
  const { effect, keyed } = endpoints[endpoint];
  // A change may be answered without a body; where messages were sent, an empty answer proves nothing.
  const body = text === "" && effect === "change" ? {} : parseJsonObject(text);
  if (status === 409 && keyed) {
    const requestId = readHeader(response, "x-line-accepted-request-id") ?? readRequestId(response);
    return { status, body: body ?? {}, requestId, duplicate: true };
  }
  const answered = (status >= 200 && status < 300) || call.alsoAnswers?.includes(status);
  if (answered && body) return { status, body, requestId: readRequestId(response), duplicate: false };
  throw errorFromResponse(endpoint, response, call.retryKey);
}
