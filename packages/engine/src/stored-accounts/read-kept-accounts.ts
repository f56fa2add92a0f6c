import type { JsonObject } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import type { SecretPlace, Secrets } from "../secrets/secrets.ts";
import { SecretsError } from "../secrets/secrets-error.ts";
import { readAccountPauses } from "../store/accounts/account-pauses.ts";
import { readAccountRevision } from "../store/accounts/account-revisions.ts";
import { readAccountRows, type AccountRow } from "../store/accounts/account-rows.ts";
import type { KeptAccounts, StoredAccount } from "./stored-account.ts";

/** What stored accounts are read with. */
export type AccountKeeping = Pick<EngineContext, "connection" | "projectId" | "secrets">;

/**
 * Reads what is stored of a project's accounts. Settings that no key opens leave their account without any: one that cannot be
 * used must not keep the others from working.
 */
export async function readKeptAccounts(keeping: AccountKeeping): Promise<KeptAccounts> {
  const { connection, projectId } = keeping;
  // First: what is read after it is no older.
  const revision = await readAccountRevision(connection, projectId);
  const rows = await readAccountRows(connection, projectId);
  const accounts = rows.map((row) => openAccountRow(keeping, row));
  return { projectId, revision, accounts, pausedAt: await readAccountPauses(connection, projectId) };
}

/** The account with its settings, or with the reason why they cannot be read. */
export function openAccountRow({ secrets, projectId }: Pick<AccountKeeping, "secrets" | "projectId">, row: AccountRow): StoredAccount {
  const { sealedSettings, ...account } = row;
  try {
    return { ...account, settings: JSON.parse(secrets.open(placeOf(projectId, row.id), sealedSettings)) as JsonObject };
  } catch (error) {
    if (SecretsError.is(error)) return { ...account, settings: undefined, problem: error.message };
    throw error;
  }
}

/** Throws `SecretsError` where there is no key. */
export function sealSettings(secrets: Secrets, projectId: string, id: string, settings: JsonObject): string {
  return secrets.seal(placeOf(projectId, id), JSON.stringify(settings));
}

function placeOf(projectId: string, id: string): SecretPlace {
  return { projectId, kind: "account", id };
}
