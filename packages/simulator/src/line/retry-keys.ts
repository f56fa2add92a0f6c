import type { Clock } from "../clock.ts";
import type { EndpointName } from "../endpoint-name.ts";
import type { SentMessage } from "./message-ids.ts";

/** "Messaging API documentation", Retry failed API requests: a key is remembered for 24 hours. */
const memoryMs = 24 * 3_600_000;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface AcceptedCall {
  readonly requestId: string;
  /** Only a push has them. */
  readonly sentMessages?: readonly SentMessage[];
}

/** What was accepted under which key: a refused call leaves its key unused. */
export interface RetryKeys {
  find(endpoint: EndpointName, key: string): AcceptedCall | undefined;
  remember(endpoint: EndpointName, key: string, call: AcceptedCall): void;
}

export function isRetryKey(value: string): boolean {
  return uuid.test(value);
}

export function createRetryKeys(clock: Clock): RetryKeys {
  const accepted = new Map<string, { readonly call: AcceptedCall; readonly until: number }>();

  function forgetExpired(now: number): void {
    // The clock only moves forward, so that the map's order is the order of expiry.
    for (const [name, { until }] of accepted) {
      if (until > now) return;
      accepted.delete(name);
    }
  }

  return {
    find(endpoint, key) {
      forgetExpired(clock.now());
      return accepted.get(nameOf(endpoint, key))?.call;
    },
    remember(endpoint, key, call) {
      accepted.set(nameOf(endpoint, key), { call, until: clock.now() + memoryMs });
    },
  };
}

function nameOf(endpoint: EndpointName, key: string): string {
  return `${endpoint}:${key.toLowerCase()}`;
}
