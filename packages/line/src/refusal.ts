import { ProviderError, type ContentProblem } from "@todoke/core";

/** No call was made: the address is none that the channel knows. */
export function refusedAddress(reason: string, retryKey?: string): ProviderError {
  return new ProviderError({
    class: "recipient",
    providerCode: "invalid-address",
    message: `The address ${reason}`,
    ...(retryKey !== undefined && { retryKey }),
  });
}

/** No call was made: the message names every field that the channel refuses. */
export function refusedContent(problems: readonly ContentProblem[], retryKey?: string): ProviderError {
  return new ProviderError({
    class: "content",
    providerCode: problems[0]?.code ?? "invalid-content",
    message: problems.map(({ pointer, detail }) => `content${pointer} ${detail}`).join("; "),
    ...(retryKey !== undefined && { retryKey }),
  });
}
