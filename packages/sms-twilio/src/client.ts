import type { CallOptions } from "@todoke/core";
import type { Twilio } from "twilio";
import { callScope, type CallScope } from "./call-scope.ts";
import type { TwilioSmsConfig } from "./config.ts";
import { toProviderError, type CallEffect } from "./errors.ts";
import { createRequestClient, type ScopedRequestClient } from "./request-client.ts";

export interface ClientAnswer<T> {
  readonly body: T;
  readonly requestId?: string;
}

/** Twilio's own client, loaded by the first call and shared by all. */
export interface SmsClient {
  /**
   * Runs one call under a deadline and a signal; whatever goes wrong with it is thrown as `ProviderError`. `effect`
   * says whether the call may change something at Twilio: only then can its outcome be ambiguous.
   */
  call<T>(effect: CallEffect, options: CallOptions, run: (twilio: Twilio) => Promise<T>): Promise<ClientAnswer<T>>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

export function createClient(config: TwilioSmsConfig): SmsClient {
  let loading: Promise<LoadedClient> | undefined;
  const underWay = new Set<Promise<unknown>>();
  return {
    async call(effect, options, run) {
      loading ??= load(config);
      const { twilio } = await loading;
      const call = callOnce(twilio, effect, options, run);
      underWay.add(call);
      return call.finally(() => underWay.delete(call));
    },
    async close() {
      const loaded = await loading;
      await Promise.allSettled(underWay);
      loaded?.requestClient.close();
    },
  };
}

async function callOnce<T>(
  twilio: Twilio,
  effect: CallEffect,
  options: CallOptions,
  run: (twilio: Twilio) => Promise<T>,
): Promise<ClientAnswer<T>> {
  const scope = createScope(options);
  try {
    const body = await callScope.run(scope, () => run(twilio));
    return { body, ...(scope.requestId === undefined ? {} : { requestId: scope.requestId }) };
  } catch (error) {
    throw toProviderError(error, effect, scope);
  }
}

interface LoadedClient {
  readonly twilio: Twilio;
  readonly requestClient: ScopedRequestClient;
}

/** The package costs a tenth of a second and 28 MB: who never sends an SMS does not pay for it. */
async function load(config: TwilioSmsConfig): Promise<LoadedClient> {
  const { default: twilio } = await import("twilio");
  const requestClient = createRequestClient(twilio.RequestClient, config.apiBaseUrl);
  const [username, password] = config.apiKey
    ? [config.apiKey.sid, config.apiKey.secret]
    : [config.accountSid, config.authToken];
  const client = twilio(username, password, {
    accountSid: config.accountSid,
    httpClient: requestClient,
    // Empty rather than absent, which would let TWILIO_EDGE and TWILIO_REGION in from the environment.
    edge: config.edge ?? "",
    region: config.region ?? "",
  });
  return { twilio: client, requestClient };
}

/** Node's timers hold 2^31 - 1 and run at once when asked for more; the request client adds a second of its own. */
const longestTimeoutMs = 2 ** 31 - 1_001;

function createScope(options: CallOptions): CallScope {
  const { signal } = options;
  const timeoutMs = Math.min(options.timeoutMs, longestTimeoutMs);
  const deadline = AbortSignal.timeout(timeoutMs);
  return {
    timeoutMs,
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    left: false,
    requestId: undefined,
    retryAfterMs: undefined,
  };
}
