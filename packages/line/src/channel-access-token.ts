import { ProviderError, type CallOptions } from "@todoke/core";
import { isChannelAccessToken, type LineConfig } from "./config.ts";

/** Gives the value of the `Authorization` header; a promise only where the token comes from a function. */
export type Authorization = (options: CallOptions) => string | Promise<string>;

export function createAuthorization(token: LineConfig["channelAccessToken"]): Authorization {
  if (typeof token === "string") {
    const header = `Bearer ${token}`;
    return () => header;
  }
  return async (options) => {
    const current = await askWithinDeadline(token, options);
    if (isChannelAccessToken(current)) return `Bearer ${current}`;
    throw new ProviderError({
      class: "sender",
      providerCode: "invalid-channel-access-token",
      message: "The function that supplies the channel access token gave something that is no token",
    });
  };
}

/** The supplier is the caller's own code: what it throws may hold secrets and is not repeated. */
async function askWithinDeadline(supply: () => string | Promise<string>, { timeoutMs, signal }: CallOptions) {
  const deadline = AbortSignal.timeout(timeoutMs);
  const bound = signal ? AbortSignal.any([signal, deadline]) : deadline;
  try {
    return await new Promise<string>((resolve, reject) => {
      const giveUp = () => reject(new Error("given up"));
      bound.addEventListener("abort", giveUp, { once: true });
      if (bound.aborted) giveUp();
      else Promise.resolve().then(supply).then(resolve, reject);
    });
  } catch (error) {
    if (ProviderError.is(error)) throw error;
    throw new ProviderError({
      class: "unavailable",
      providerCode: "channel-access-token",
      message: "No channel access token was supplied in time; nothing was sent",
    });
  }
}
