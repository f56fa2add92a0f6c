import type { FakeHost, RateLimiter } from "@todoke/simulator";
import type { FakeSettings } from "./settings.ts";

/** The fake account and what it remembers. */
export interface Account {
  readonly host: FakeHost;
  readonly settings: FakeSettings;
  readonly limiter: RateLimiter;
  /** Who last wrote to a number: people answer to that. */
  readonly senders: Map<string, string>;
}

export function createAccount(host: FakeHost, settings: FakeSettings): Account {
  const { messageRate } = settings;
  const limit = messageRate === 0 ? undefined : { requests: messageRate, perMs: 1_000 };
  return { host, settings, limiter: host.createRateLimiter(() => limit), senders: new Map() };
}
