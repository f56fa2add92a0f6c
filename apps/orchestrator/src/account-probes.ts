import { type AccountIdentity, ProviderError } from "@todoke/core";
import type { Engine, EngineLog } from "@todoke/engine";
import type { OpenAccount } from "./accounts.ts";

/** How long a provider may take to say whose the credentials are, in milliseconds. */
const timeoutMs = 10_000;

/** Where what came of probes is kept. */
export type ProbeBook = Pick<Engine["storedAccounts"], "noteProbe">;

/**
 * Asks the provider whose the credentials are, and keeps its word. Undefined where it cannot be asked. Throws `ProviderError` where
 * they do not work.
 */
export async function probeAccount({ id, services }: OpenAccount, book: ProbeBook, signal?: AbortSignal): Promise<AccountIdentity | undefined> {
  try {
    const identity = await services?.probe?.({ timeoutMs, ...(signal && { signal }) });
    if (identity !== undefined) await book.noteProbe(id, { works: true, ...identity });
    return identity;
  } catch (error) {
    if (ProviderError.is(error)) await book.noteProbe(id, { works: false, errorClass: error.class, providerCode: error.providerCode });
    throw error;
  }
}

/** Tries every account that can be tried, and logs what came of it: a token that is wrong is known before it is needed. */
export async function probeAll(accounts: readonly OpenAccount[], book: ProbeBook, log: EngineLog, signal: AbortSignal): Promise<void> {
  await Promise.all(accounts.map((account) => probe(account, book, log, signal)));
}

async function probe(account: OpenAccount, book: ProbeBook, log: EngineLog, signal: AbortSignal): Promise<void> {
  try {
    const identity = await probeAccount(account, book, signal);
    if (identity !== undefined) log.info({ account: account.id }, "the account's credentials work");
  } catch (error) {
    if (signal.aborted) return;
    const { class: errorClass, providerCode } = ProviderError.is(error) ? error : {};
    log.warn({ account: account.id, errorClass, providerCode, error }, "the account could not be tried; it is used all the same");
  }
}
