import type { ErrorClass } from "./error-class.ts";
import type { SuppressionCause } from "./suppression.ts";

const brand = Symbol.for("todoke.error");

/**
 * Base of every error that Todoke throws on purpose. Compare with `TodokeError.is(value)` and not with `instanceof`:
 * the brand survives two copies of this package in one tree. Messages say what to do and never hold secrets, addresses
 * or message text.
 */
export class TodokeError extends Error {
  readonly [brand] = true;
  /** Stable, machine-readable, kebab-case. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }

  static is(value: unknown): value is TodokeError {
    return typeof value === "object" && value !== null && brand in value;
  }
}

/** What a {@link ProviderError} says. */
export interface ProviderErrorDetails {
  readonly class: ErrorClass;
  /** The vendor's own code or a stable word for it: `21610`, `http-422`, `ECONNREFUSED`. */
  readonly providerCode: string;
  /** What happened, free of secrets, addresses and message text. */
  readonly message: string;
  /** How long the provider asks us to stay away, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The key under which the attempt may be repeated, where the provider has keys. */
  readonly retryKey?: string;
  /** The provider's own name for the request. */
  readonly requestId?: string;
  /** Index in a bulk call's `to` that the provider refused; the others were not sent either. */
  readonly failedIndex?: number;
  /** What is to be left alone for a while: the account, as when this is absent, or only the address of this call. */
  readonly scope?: ErrorScope;
  /** What the refusal says of the address itself. In a bulk call it is said of the recipient at `failedIndex`. */
  readonly suppresses?: SuppressionCause;
}

/** How far a refusal reaches. */
export type ErrorScope = "account" | "address";

/** A provider refused, failed, or left the outcome open. Who retries is decided by `class`, never by the adapter. */
export class ProviderError extends TodokeError {
  readonly class: ErrorClass;
  readonly providerCode: string;
  readonly retryAfterMs: number | undefined;
  readonly retryKey: string | undefined;
  readonly requestId: string | undefined;
  readonly failedIndex: number | undefined;
  readonly scope: ErrorScope | undefined;
  readonly suppresses: SuppressionCause | undefined;

  constructor(details: ProviderErrorDetails) {
    super("provider-error", details.message);
    this.class = details.class;
    this.providerCode = details.providerCode;
    this.retryAfterMs = details.retryAfterMs;
    this.retryKey = details.retryKey;
    this.requestId = details.requestId;
    this.failedIndex = details.failedIndex;
    this.scope = details.scope;
    this.suppresses = details.suppresses;
  }

  static override is(value: unknown): value is ProviderError {
    return TodokeError.is(value) && value.code === "provider-error";
  }
}

/** An inbound request did not carry a valid signature. Nothing in it may be believed. */
export class SignatureError extends TodokeError {
  constructor(message: string) {
    super("invalid-signature", message);
  }

  static override is(value: unknown): value is SignatureError {
    return TodokeError.is(value) && value.code === "invalid-signature";
  }
}

/** A setting is missing or wrong. `setting` names it; its value is never part of the message. */
export class ConfigurationError extends TodokeError {
  readonly setting: string;

  constructor(setting: string, message: string) {
    super("invalid-configuration", `${setting}: ${message}`);
    this.setting = setting;
  }

  static override is(value: unknown): value is ConfigurationError {
    return TodokeError.is(value) && value.code === "invalid-configuration";
  }
}

/** One thing wrong with a request. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the request body: `/to/3/addresses/line`. */
  readonly pointer: string;
  /** Stable, kebab-case. */
  readonly code: string;
  /** What is wrong and what would be right. */
  readonly detail: string;
}

/** A request was understood and refused; nothing was written. */
export class InvalidRequestError extends TodokeError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("invalid-request", problems.map((problem) => `${problem.pointer}: ${problem.detail}`).join("; "));
    this.problems = problems;
  }

  static override is(value: unknown): value is InvalidRequestError {
    return TodokeError.is(value) && value.code === "invalid-request";
  }
}
