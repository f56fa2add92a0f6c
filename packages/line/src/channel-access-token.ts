import { ProviderError, type CallOptions, type ProviderErrorDetails } from "@todoke/core";
import { isChannelAccessToken, type LineConfig } from "./config.ts";
import { longestTimeoutMs } from "./transport.ts";

/** Gives the value of the `Authorization` header; a promise only where the token comes from a function. */
export type Authorize = (options: CallOptions, retryKey: string | undefined) => string | Promise<string>;

export function createAuthorize(token: LineConfig["channelAccessToken"]): Authorize {
  if (typeof token === "string") {
    const header = `Bearer ${token}`;
    return () => header;
  }
  return async (options, retryKey) => {
    const supplied = await askWithinDeadline(token, options).catch(() => {
      throw notSent(notSupplied, retryKey);
    });
    if (!isChannelAccessToken(supplied)) throw notSent(noToken, retryKey);
    return `Bearer ${supplied}`;
  };
}

function askWithinDeadline(
  supply: () => string | Promise<string>,
  { timeoutMs, signal }: CallOptions,
): Promise<string> {
  const deadline = AbortSignal.timeout(Math.min(timeoutMs, longestTimeoutMs));
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

function notSent(details: ProviderErrorDetails, retryKey: string | undefined): ProviderError {
  return new ProviderError({ ...details, ...(retryKey !== undefined && { retryKey }) });
}
