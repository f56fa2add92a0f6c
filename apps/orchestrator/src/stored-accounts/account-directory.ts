import type { Adapter, ProviderDefinition } from "@todoke/core";
import type { EngineAccount, KeptAccounts, StoredAccount } from "@todoke/engine";
import { closeAccounts, type OpenAccount } from "../accounts.ts";
import { openStoredAccount } from "./open-stored-account.ts";

/** How long requests may go on with an account that has been replaced, in milliseconds. */
const patienceMs = 30_000;

interface OpenStoredAccount {
  readonly stored: StoredAccount;
  readonly account: OpenAccount;
  /** Engines that work with it. */
  engines: number;
}

interface ProjectAccounts {
  readonly all: readonly OpenAccount[];
  readonly stored: readonly OpenStoredAccount[];
}

/**
 * The accounts that the engines of this process work with, by project: those of the configuration, then those that the database
 * keeps. One that has not changed stays open when others do, and with it its connections.
 */
export class AccountDirectory {
  readonly providers: readonly ProviderDefinition[];
  readonly #configured: readonly OpenAccount[];
  readonly #projects = new Map<string, ProjectAccounts>();
  /** By what all copies of an account share. */
  readonly #stored = new Map<readonly Adapter[], OpenStoredAccount>();

  /** `configured` are those of all projects. */
  constructor(configured: readonly OpenAccount[], providers: readonly ProviderDefinition[]) {
    this.#configured = configured;
    this.providers = providers;
  }

  /** As the project's engine was opened with them. */
  of(projectId: string): readonly OpenAccount[] {
    return this.#projects.get(projectId)?.all ?? [];
  }

  /** Whose accounts are open. */
  get projectIds(): readonly string[] {
    return [...this.#projects.keys()];
  }

  /** Opens what the database keeps of a project's accounts, for an engine that begins. Makes no call. */
  open({ projectId, accounts, pausedAt }: KeptAccounts): readonly OpenAccount[] {
    const before = this.#projects.get(projectId)?.stored ?? [];
    const stored = accounts.map((each) => before.find((known) => isUnchanged(known.stored, each)) ?? this.#openStored(each, projectId));
    for (const each of stored) each.engines += 1;
    const configured = this.#configured.filter(({ project }) => project === projectId);
    const all = [...configured, ...stored.map(({ account }) => account)].map((account) => withPause(account, pausedAt.get(account.id)));
    this.#projects.set(projectId, { all, stored });
    return all;
  }

  /** An engine has ended that was opened with these: those that no other works with are closed. */
  release(accounts: readonly EngineAccount[]): void {
    for (const { adapters } of accounts) {
      const open = this.#stored.get(adapters);
      if (open === undefined) continue;
      open.engines -= 1;
      if (open.engines > 0) continue;
      // A request that began with it may still ask its provider something.
      setTimeout(() => void this.#close(open).catch(() => undefined), patienceMs).unref();
    }
  }

  /** Releases the connections of all accounts. */
  async closeAll(): Promise<void> {
    await closeAccounts([...this.#configured, ...[...this.#stored.values()].map(({ account }) => account)]);
    this.#stored.clear();
  }

  #openStored(stored: StoredAccount, projectId: string): OpenStoredAccount {
    const account = openStoredAccount(stored, projectId, this.providers);
    const open = { stored, account, engines: 0 };
    this.#stored.set(account.adapters, open);
    return open;
  }

  async #close({ account }: OpenStoredAccount): Promise<void> {
    if (this.#stored.delete(account.adapters)) await account.close();
  }
}

function isUnchanged(one: StoredAccount, other: StoredAccount): boolean {
  return one.id === other.id && one.problem === other.problem && one.changedAt.getTime() === other.changedAt.getTime();
}

function withPause(account: OpenAccount, pausedAt: Date | undefined): OpenAccount {
  return pausedAt === undefined ? account : { ...account, isPaused: true, pausedAt };
}
