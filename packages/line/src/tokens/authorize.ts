import { ProviderError, type CallOptions, type ProviderErrorDetails } from "@todoke/core";
import { longestTimeoutMs } from "../transport.ts";
import type { TokenSource } from "./token-source.ts";

/** What calls are authorised by: a token that never changes, the caller's own supply, or a source of ours. */
export type TokenSupply = string | (() => string | Promise<string>) | TokenSource;

export interface Authorize {
  /** The value of the `Authorization` header; a promise only where the token has to be waited for. */
  (options: CallOptions, retryKey: string | undefined): string | Promise<string>;
  /** After a 401 to a call with this header: whether another token can be had. */
  refused(header: string): boolean;
}

export function createAuthorize(supply: TokenSupply): Authorize {
  if (typeof supply === "string") {
    const header = toHeader(supply);
    return Object.assign(() => header, { refused: () => false });
  }
  if (typeof supply === "function") {
    const ask = async (options: CallOptions, retryKey: string | undefined) => {
      const supplied = await askWithinDeadline(supply, options).catch(() => {
        throw notSent(notSupplied, retryKey);
      });
      if (!isChannelAccessToken(supplied)) throw notSent(noToken, retryKey);
      return toHeader(supplied);
    };
    return Object.assign(ask, { refused: () => false });
  }
  return authorizeFrom(supply);
}

/** Whether `value` can stand in an HTTP header as a bearer token. */
export function isChannelAccessToken(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

function authorizeFrom(source: TokenSource): Authorize {
  const ask = (options: CallOptions, retryKey: string | undefined) => {
    const token = source.get();
    if (typeof token === "string") return toHeader(token);
    return askWithinDeadline(() => token, options).then(toHeader, (error: unknown) => {
      throw notSent(ProviderError.is(error) ? detailsOf(error) : notSupplied, retryKey);
    });
  };
  const refused = (header: string) => {
    source.drop(header.slice(scheme.length));
    return true;
  };
  return Object.assign(ask, { refused });
}

const scheme = "Bearer ";

function toHeader(token: string): string {
  return scheme + token;
}

function askWithinDeadline(
  supply: () => string | Promise<string>,
  { timeoutMs, signal }: CallOptions,
): Promise<string> {
  const deadline = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), longestTimeoutMs));
  const bound = signal ? AbortSignal.any([signal, deadline]) : deadline;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error("given up"));
    bound.addEventListener("abort", giveUp, { once: true });
    if (bound.aborted) giveUp();
    else Promise.resolve().then(supply).then(resolve, reject);
  });
}

/** What the supplier threw is the caller's own, may hold secrets, and is not repeated. */
const notSupplied: ProviderErrorDetails = {
  class: "unavailable",
  providerCode: "channel-access-token",
  message: "No channel access token was supplied in time; nothing was sent",
};

const noToken: ProviderErrorDetails = {
  class: "sender",
  providerCode: "invalid-channel-access-token",
  message: "The function that supplies the channel access token gave something that is no token; nothing was sent",
};

function detailsOf({ class: errorClass, providerCode, message }: ProviderError): ProviderErrorDetails {
  return { class: errorClass, providerCode, message };
}

function notSent(details: ProviderErrorDetails, retryKey: string | undefined): ProviderError {
  return new ProviderError({ ...details, ...(retryKey !== undefined && { retryKey }) });
}
