import { ConfigurationError, type ProviderAccount, type ProviderDefinition } from "@todoke/core";
import type { EngineAccount } from "@todoke/engine";
import type { AccountSettings } from "./configuration/account-settings.ts";

/** An account whose provider accepted its settings, as the engine uses it. */
export interface OpenAccount extends ProviderAccount, EngineAccount {
  readonly provider: string;
}

/** Opens every account, in order. Makes no call. Throws `ConfigurationError` in the operator's own words. */
export function openAccounts(
  accounts: readonly AccountSettings[],
  providers: readonly ProviderDefinition[],
): readonly OpenAccount[] {
  return accounts.map((account) => openAccount(account, providers));
}

/** Releases the connections of all accounts. */
export async function closeAccounts(accounts: readonly OpenAccount[]): Promise<void> {
  await Promise.all(accounts.map((account) => account.close()));
}

function openAccount(account: AccountSettings, providers: readonly ProviderDefinition[]): OpenAccount {
  const definition = providers.find(({ provider }) => provider === account.provider);
  if (definition === undefined) {
    const known = providers.map(({ provider }) => provider).join(", ");
    throw new ConfigurationError(`account ${account.id}`, `there is no provider "${account.provider}": known are ${known}`);
  }
  const { settings, settingNames: _names, ...use } = account;
  try {
    const opened = definition.createAccount(settings);
    const { adapters, services } = opened;
    return { ...use, adapters, ...(services && { services }), close: () => opened.close() };
  } catch (error) {
    throw ConfigurationError.is(error) ? inOperatorsWords(error, account) : error;
  }
}

function inOperatorsWords(error: ConfigurationError, account: AccountSettings): ConfigurationError {
  const reason = error.message.replace(`${error.setting}: `, "");
  return new ConfigurationError(account.settingNames?.[error.setting] ?? `account ${account.id}, ${error.setting}`, reason);
}
