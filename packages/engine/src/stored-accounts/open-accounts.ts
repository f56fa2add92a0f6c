import { indexAccounts, type Accounts } from "../accounts.ts";
import type { ProjectOptions } from "../engine.ts";
import type { SharedParts } from "../shared-parts.ts";
import { readKeptAccounts } from "./read-kept-accounts.ts";

/** The accounts of a project as of a revision or a later one. */
export interface OpenAccounts {
  readonly accounts: Accounts;
  readonly revision: number;
}

/** Opens a project's accounts as the database has them: those that it says to be paused are marked. Throws `ConfigurationError`. */
export async function openAccounts({ database: { connection }, secrets, log }: SharedParts, projectId: string, accounts: ProjectOptions["accounts"]): Promise<OpenAccounts> {
  const kept = await readKeptAccounts({ connection, projectId, secrets });
  for (const { id, problem } of kept.accounts) {
    if (problem !== undefined) log.error({ account: id, problem }, "an account cannot be used");
  }
  const mayChange = typeof accounts === "function";
  const opened = mayChange ? accounts(kept) : accounts;
  const marked = opened.map((account) => (kept.pausedAt.has(account.id) ? { ...account, isPaused: true } : account));
  return { accounts: indexAccounts(marked, mayChange), revision: kept.revision };
}
