import { ProviderError } from "@todoke/core";

/** Undefined where LINE says by this code that there is nothing; every other failure stays one. */
export async function undefinedOn<Result>(providerCode: string, call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (ProviderError.is(error) && error.providerCode === providerCode) return undefined;
    throw error;
  }
}
