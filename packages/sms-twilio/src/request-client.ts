import { Agent } from "node:http";
import { readRetryAfterMs } from "@todoke/sms-core";
import type { RequestClient as TwilioRequestClient } from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import { callScope, type CallScope } from "./call-scope.ts";

/** More than any account's concurrency: a call that queued for a socket would spend its deadline without leaving. */
const maxSockets = 1_000;

/** The part of Twilio's client that makes HTTP requests, with what it lacks for one call at a time. */
export type ScopedRequestClient = TwilioRequestClient & { close(): void };

/**
 * Derives from Twilio's request client, whose class is handed in because the package is loaded late. Inside a
 * {@link callScope} requests obey its deadline and signal and leave their headers there; `apiBaseUrl` takes the place
 * of Twilio's host.
 */
export function createRequestClient(Base: typeof RequestClient, apiBaseUrl: string | undefined): ScopedRequestClient {
  class Scoped extends Base {
    readonly #plainAgent = new Agent({ keepAlive: true, maxSockets });

    constructor() {
      super({ keepAlive: true, maxSockets, maxTotalSockets: maxSockets, maxFreeSockets: 100, autoRetry: false });
      this.axios.defaults.httpAgent = this.#plainAgent;
      this.axios.interceptors.request.use((request) => {
        const scope = callScope.getStore();
        if (scope === undefined) return request;
        scope.signal.throwIfAborted();
        scope.left = true;
        return { ...request, signal: scope.signal };
      });
    }

    override async request<TData>(options: RequestClient.RequestOptions<TData>) {
      const scope = callScope.getStore();
      // The signal ends the call; this only keeps the client's own limit of 30 seconds from coming first.
      const timeout = scope === undefined ? options.timeout : scope.timeoutMs + 1_000;
      const response = await super.request<TData>({
        ...options,
        uri: apiBaseUrl === undefined ? options.uri : atBaseUrl(options.uri, apiBaseUrl),
        ...(timeout === undefined ? {} : { timeout }),
      });
      if (scope !== undefined) readHeaders(scope, response.headers);
      return response;
    }

    close(): void {
      this.#plainAgent.destroy();
      const secureAgent: unknown = this.axios.defaults.httpsAgent;
      if (secureAgent instanceof Agent) secureAgent.destroy();
    }
  }
  return new Scoped();
}

function atBaseUrl(uri: string, apiBaseUrl: string): string {
  const { pathname, search } = new URL(uri);
  return apiBaseUrl.replace(/\/+$/, "") + pathname + search;
}

function readHeaders(scope: CallScope, headers: unknown): void {
  scope.requestId = readHeader(headers, "twilio-request-id");
  scope.retryAfterMs = readRetryAfterMs(readHeader(headers, "retry-after"));
}

function readHeader(headers: unknown, name: string): string | undefined {
  const value = typeof headers === "object" && headers !== null ? Reflect.get(headers, name) : undefined;
  return typeof value === "string" ? value : undefined;
}
