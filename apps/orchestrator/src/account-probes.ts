import { type AccountIdentity, ProviderError } from "@todoke/core";
import type { EngineLog } from "@todoke/engine";
import type { OpenAccount } from "./accounts.ts";

/** How long a provider may take to say whose the credentials are, in milliseconds. */
const timeoutMs = 10_000;

/** Asks the provider whose the credentials are. Throws `ProviderError` where they do not work. */
export async function probeAccount({ services }: OpenAccount, signal?: AbortSignal): Promise<AccountIdentity | undefined> {
  return services?.probe?.({ timeoutMs, ...(signal && { signal }) });
}

/** Tries every account that can be tried, and logs what came of it: a token that is wrong is known before it is needed. */
export async function probeAll(accounts: readonly OpenAccount[], log: EngineLog, signal: AbortSignal): Promise<void> {
  await Promise.all(accounts.map((account) => probe(account, log, signal)));
}

async function probe(account: OpenAccount, log: EngineLog, signal: AbortSignal): Promise<void> {
  try {
    const identity = await probeAccount(account, signal);
    if (identity !== undefined) log.info({ account: account.id }, "the account's credentials work");
  } catch (error) {
    if (signal.aborted) return;
    const { class: errorClass, providerCode } = ProviderError.is(error) ? error : {};
    log.warn({ account: account.id, errorClass, providerCode, error }, "the account could not be tried; it is used all the same");
  }
}
