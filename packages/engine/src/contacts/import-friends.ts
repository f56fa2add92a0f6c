import { ProviderError, type AddressPage, type Directory } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import {
  claimImport,
  lockImport,
  restartImport,
  writeImportedPage,
  writeImportFailure,
  type ClaimedImport,
} from "../store/contact-imports.ts";
import { insertContacts } from "../store/insert-contacts.ts";
import { writeReachability } from "../store/reachability.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { storableText } from "../storable-text.ts";
import { failureOf, retryDelayMs } from "./import-retries.ts";

/**
 * Reads the next page of one import. A page is counted in the transaction that writes its people: a crash before that
 * reads it again, and none is counted twice.
 */
export async function importNextPage(context: EngineContext): Promise<number> {
  const claimed = await claimImport(context.connection, context.projectId, context.settings.leaseMs);
  if (claimed === undefined) return 0;
  const directory = context.accounts.account(claimed.accountId)?.services?.directory;
  if (directory === undefined) {
    await writeImportFailure(context.connection, context.projectId, claimed, noDirectory, undefined);
  } else if (claimed.cursor !== undefined && claimed.cursorAgeMs >= directory.cursorLifetimeMs) {
    await restartImport(context.connection, context.projectId, claimed);
  } else {
    await importPage(context, claimed, directory);
  }
  return 1;
}

const noDirectory = {
  errorClass: "sender",
  providerCode: "no-directory",
  detail: "the account is no longer configured, or no longer lists anybody",
} as const;

async function importPage(context: EngineContext, claimed: ClaimedImport, directory: Directory): Promise<void> {
  // Before the call: somebody who leaves while the page is under way has the last word.
  const observedAt = context.clock.now();
  const options = { timeoutMs: context.settings.callTimeoutMs, signal: context.signal };
  try {
    await keepPage(context, claimed, directory, await directory.friends(claimed.cursor, options), observedAt);
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    const delayMs = retryDelayMs(error, claimed, context.clock.now());
    await writeImportFailure(context.connection, context.projectId, claimed, failureOf(error), delayMs);
  }
}

async function keepPage(
  { connection, projectId }: EngineContext,
  claimed: ClaimedImport,
  { addressKind, providerCode }: Directory,
  page: AddressPage,
  observedAt: Date,
): Promise<void> {
  const { accountId } = claimed;
  const addresses = page.addresses.map(storableText);
  const contacts = addresses.map((address) => ({ kind: "person", addressKind, address, source: "import" }) as const);
  const observations = addresses.map((address) => ({ accountId, address, reachability: "reachable", providerCode, observedAt }) as const);
  await retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      if (!(await lockImport(transaction, projectId, claimed))) return;
      const added = await insertContacts(transaction, projectId, accountId, contacts);
      await writeReachability(transaction, projectId, observations);
      await writeImportedPage(transaction, projectId, claimed.id, { read: addresses.length, added, nextCursor: page.nextCursor });
    }),
  );
}
