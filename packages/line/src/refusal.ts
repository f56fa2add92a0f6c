import { ProviderError, type ContentProblem } from "@todoke/core";

/** No call was made: the address is none that the channel knows. `failedIndex` is its place among several. */
export function refusedAddress(reason: string, retryKey?: string, failedIndex?: number): ProviderError {
  return new ProviderError({
    class: "recipient",
    providerCode: "invalid-address",
    message: `The address ${reason}`,
    ...(retryKey !== undefined && { retryKey }),
    ...(failedIndex !== undefined && { failedIndex }),
  });
}

/** No call was made: the message names every field of the content (or of `what`) that the channel refuses. */
export function refusedContent(
  problems: readonly ContentProblem[],
  retryKey?: string,
  what = "content",
): ProviderError {
  return new ProviderError({
    class: "content",
    providerCode: problems[0]?.code ?? "invalid-content",
    message: problems.map(({ pointer, detail }) => `${what}${pointer} ${detail}`).join("; "),
    ...(retryKey !== undefined && { retryKey }),
  });
}
