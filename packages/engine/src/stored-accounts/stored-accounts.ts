import { InvalidRequestError, type JsonObject, type Problem } from "@todoke/core";
import { StateError } from "../control/state-error.ts";
import type { Database } from "../database/open-database.ts";
import type { EngineAccount } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatAccountId, newId, parseAccountId } from "../ids.ts";
import { archiveAccountRow, lockAccountRow, writeAccountRow } from "../store/accounts/account-rows.ts";
import { deleteAccountPause, insertAccountPause } from "../store/accounts/account-pauses.ts";
import { addAccountRevision } from "../store/accounts/account-revisions.ts";
import { deleteAccountProbe, readAccountProbes, writeAccountProbe } from "../store/accounts/account-probes.ts";
import { findAccountUse } from "../store/accounts/find-account-use.ts";
import { problemsOfAccount } from "./problems-of-account.ts";
import { problemsOfAddresses } from "./problems-of-addresses.ts";
import { openAccountRow, readKeptAccounts, sealSettings } from "./read-kept-accounts.ts";
import type { AccountProbe, KeptAccounts, NewStoredAccount, StoredAccount, ProbeResult } from "./stored-account.ts";

/** What is made of an account that is there. */
export type AccountRevision = (current: StoredAccount) => Omit<NewStoredAccount, "provider">;

/**
 * The accounts of one project that are kept in the database, and what is kept of all its accounts. An engine works with those
 * that it was opened with: whoever runs it sees by the revision that they have changed, and opens another.
 */
export interface StoredAccounts {
  read(): Promise<KeptAccounts>;
  /** Throws `SecretsError` where no key is set. */
  create(account: NewStoredAccount): Promise<StoredAccount>;
  /**
   * `revise` says what it shall be, while nobody else can change it; what it throws changes nothing. Undefined where there is
   * no such account. Throws `SecretsError` as above.
   */
  change(id: string, revise: AccountRevision): Promise<StoredAccount | undefined>;
  /** Takes the account and its secrets away for good. Throws `StateError` while a message needs it. False where there is none. */
  archive(id: string): Promise<boolean>;
  /** Of accounts of the configuration too. Can be repeated. */
  pause(accountId: string): Promise<void>;
  resume(accountId: string): Promise<void>;
  /** The last word of the providers on the credentials, by account. */
  probes(): Promise<ReadonlyMap<string, AccountProbe>>;
  noteProbe(accountId: string, result: ProbeResult): Promise<void>;
  /** Throws `InvalidRequestError` where an account cannot be used as it says, or would be spent on past a budget. */
  check(account: EngineAccount): void;
  /** The same where an address in settings leads to where callers may not send this service. Looks names up. */
  checkAddresses(settings: JsonObject): Promise<void>;
}

export function createStoredAccounts(context: EngineContext): StoredAccounts {
  const { connection, projectId, secrets, budgets, egress } = context;
  const changing = <Result>(work: (transaction: Database) => Promise<Result>) => connection.transaction().execute(work);

  async function write(transaction: Database, id: string, { provider, name, usage, settings }: NewStoredAccount): Promise<StoredAccount> {
    const sealedSettings = sealSettings(secrets, projectId, formatAccountId(id), settings);
    const row = await writeAccountRow(transaction, { projectId, id, provider, name, usage, sealedSettings });
    await addAccountRevision(transaction, projectId);
    return openAccountRow(context, row);
  }

  return {
    read: () => readKeptAccounts(context),
    create: (account) => changing((transaction) => write(transaction, newId(), account)),
    change: (id, revise) =>
      changing(async (transaction) => {
        const accountId = parseAccountId(id);
        const row = accountId === undefined ? undefined : await lockAccountRow(transaction, projectId, accountId);
        if (row === undefined) return undefined;
        const revised = revise(openAccountRow(context, row));
        await deleteAccountProbe(transaction, projectId, id);
        return write(transaction, accountId!, { ...revised, provider: row.provider });
      }),
    archive: (id) => changing((transaction) => archive(transaction, projectId, id)),
    pause: (accountId) =>
      changing(async (transaction) => {
        if (await insertAccountPause(transaction, projectId, accountId)) await addAccountRevision(transaction, projectId);
      }),
    resume: (accountId) =>
      changing(async (transaction) => {
        if (await deleteAccountPause(transaction, projectId, accountId)) await addAccountRevision(transaction, projectId);
      }),
    probes: () => readAccountProbes(connection, projectId),
    noteProbe: (accountId, result) => writeAccountProbe(connection, projectId, accountId, result),
    check: (account) => refuse(problemsOfAccount(account, budgets)),
    checkAddresses: async (settings) => refuse(await problemsOfAddresses(settings, egress)),
  };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidRequestError(problems);
}

async function archive(transaction: Database, projectId: string, id: string): Promise<boolean> {
  const accountId = parseAccountId(id);
  if (accountId === undefined || (await lockAccountRow(transaction, projectId, accountId)) === undefined) return false;
  const messageId = await findAccountUse(transaction, projectId, id);
  if (messageId !== undefined) {
    throw new StateError("account-in-use", `The plan of ${messageId}, which is not completed, names the account; pause it, and wait or cancel.`);
  }
  await archiveAccountRow(transaction, projectId, accountId);
  await deleteAccountPause(transaction, projectId, id);
  await deleteAccountProbe(transaction, projectId, id);
  await addAccountRevision(transaction, projectId);
  return true;
}
