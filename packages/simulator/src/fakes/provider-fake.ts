import type { CallbackStep } from "../callbacks/callback-step.ts";
import type { RateLimit } from "../options.ts";
import type { Person, PersonChange } from "../people.ts";
import type { RateLimiter } from "../rate-buckets.ts";
import type { Outcome } from "../serve.ts";

/**
 * A fake of one provider's HTTP API that a package brings: exported as `providerFake` from its entry `./simulator`. The
 * simulator gives it people, faults, the ledger, latency, a clock and the posting of callbacks; the fake knows the
 * provider's words. What it has to know of the simulator are types alone, so that nothing is loaded for them.
 */
export interface ProviderFake {
  readonly specificationVersion: 1;
  /**
   * Lower-case letters, digits and hyphens. Its calls are answered under `/{provider}`, and their names begin with it and
   * a colon: the endpoint `send` of `vonage` is `vonage:send` in fault rules, ledger and statistics.
   */
  readonly provider: string;
  /** Called once. Throws an error that names the bad setting and repeats no value. */
  start(host: FakeHost, settings: Readonly<Record<string, unknown>>): RunningFake;
}

/** What the simulator gives to a fake. */
export interface FakeHost {
  /** Milliseconds since the epoch, on a clock that tests turn: the only clock there is. */
  now(): number;
  /** From 0 (included) to 1 (excluded), from the simulator's seed. */
  random(): number;
  /** Somebody by phone number (E.164 with `+`); undefined is a stranger, who receives what is sent to them. */
  personByPhone(phone: string): Person | undefined;
  /** Throws when nobody has that id or number. */
  changePerson(idOrPhone: string, change: Omit<PersonChange, "silent">): void;
  /** Token buckets, one for each name that has a limit. */
  createRateLimiter(limitOf: (name: string) => RateLimit | undefined): RateLimiter;
  /** Posts what no call caused, such as a message that a person wrote. What follows a call belongs into its outcome. */
  schedule(callbacks: readonly CallbackStep[]): void;
}

/** A fake in one running simulator. */
export interface RunningFake {
  /** The header of every answer that carries the call's own name. */
  readonly requestIdHeader: string;
  readonly endpoints: readonly FakeEndpoint[];
  /** The body of an answer with a status that nobody gave words for: faults, and addresses that are no endpoint's. */
  describeStatus(status: number): unknown;
  /** Somebody writes from this phone number; absent where the provider takes nothing from people. */
  personWrites?(phone: string, text: string): void;
}

export interface FakeEndpoint {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  /** Below `/{provider}`, with `:name` for parts that are parameters: `/v1/messages/:id`. */
  readonly path: string;
  /** Whom a call is about, for faults that befall one address only: numbers in E.164 with `+`. Must not throw. */
  addressesOf?(request: FakeRequest): readonly string[];
  /**
   * Answers. An `acceptance` goes into the ledger before the answer leaves, and its callbacks follow the answer, unless a
   * fault has them otherwise. Not called where a fault keeps the call from being carried out. Must not throw.
   */
  handle(request: FakeRequest): Outcome;
}

/** A call as it arrived. */
export interface FakeRequest {
  /** This call's own name, as the answer will carry it. */
  readonly requestId: string;
  readonly query: URLSearchParams;
  /** Parameters of the path. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names in lower case; of repeated ones the first. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}
