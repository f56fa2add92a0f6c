import { ConfigurationError, type JsonObject, type ProviderAccount, type ProviderDefinition } from "@todoke/core";
import { defaultProject, type EngineAccount, type StoredAccount } from "@todoke/engine";
import type { AccountSettings } from "./configuration/account-settings.ts";

/** An account whose provider has looked at its settings, as the engine uses it and as callers may see it. */
export interface OpenAccount extends ProviderAccount, EngineAccount {
  readonly provider: string;
  /** Whose it is. */
  readonly project: string;
  /** Those settings that hold no secret. */
  readonly openSettings: JsonObject;
  /** Names of the others. */
  readonly hiddenSettings: readonly string[];
  /** Of an account that callers made. */
  readonly stored?: Pick<StoredAccount, "name" | "createdAt" | "changedAt">;
  /** Why it cannot be used: it has no channels then. A sentence for people. */
  readonly problem?: string;
  readonly pausedAt?: Date;
}

/** Opens every account of the configuration, in order. Makes no call. Throws `ConfigurationError` in the operator's own words. */
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
  const definition = findProvider(account.provider, providers);
  if (definition === undefined) throw new ConfigurationError(`account ${account.id}`, noProvider(account.provider, providers));
  const { settings, settingNames: _names, project = defaultProject, ...use } = account;
  try {
    return { ...use, project, ...openSettings(definition, settings as JsonObject) };
  } catch (error) {
    throw ConfigurationError.is(error) ? inOperatorsWords(error, account) : error;
  }
}

/** What a provider makes of settings. Throws `ConfigurationError` naming the bad one in the provider's words. */
export function openSettings(definition: ProviderDefinition, settings: JsonObject) {
  const opened = definition.createAccount(settings);
  const { adapters, services } = opened;
  const isOpen = (name: string) => definition.openSettings?.includes(name) === true;
  const given = Object.entries(settings);
  return {
    adapters,
    ...(services && { services }),
    openSettings: Object.fromEntries(given.filter(([name]) => isOpen(name))),
    hiddenSettings: given.map(([name]) => name).filter((name) => !isOpen(name)),
    close: async () => opened.close(),
  };
}

export function findProvider(name: string, providers: readonly ProviderDefinition[]): ProviderDefinition | undefined {
  return providers.find(({ provider }) => provider === name);
}

/** That there is no such provider, and which there are. */
export function noProvider(name: string, providers: readonly ProviderDefinition[]): string {
  return `there is no provider "${name}": known are ${providers.map(({ provider }) => provider).join(", ")}`;
}

function inOperatorsWords(error: ConfigurationError, account: AccountSettings): ConfigurationError {
  return new ConfigurationError(account.settingNames?.[error.setting] ?? `account ${account.id}, ${error.setting}`, reasonOf(error));
}

/** What is wrong, without the setting's name. */
export function reasonOf({ message, setting }: ConfigurationError): string {
  return message.replace(`${setting}: `, "");
}
