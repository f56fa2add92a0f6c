import { ConfigurationError, type ProviderDefinition } from "@todoke/core";
import type { StoredAccount } from "@todoke/engine";
import { findProvider, noProvider, openSettings, type OpenAccount } from "../accounts.ts";

/**
 * Opens an account that the database keeps. One that cannot be opened any more has no channels, and says why: it must not keep
 * the service from working with the others. Makes no call.
 */
export function openStoredAccount(stored: StoredAccount, project: string, providers: readonly ProviderDefinition[]): OpenAccount {
  const { id, provider, name, usage, settings, problem, createdAt, changedAt } = stored;
  const account = { id, provider, project, source: "api", ...usage, stored: { name, createdAt, changedAt } } as const;
  const definition = findProvider(provider, providers);
  if (settings === undefined) return { ...account, ...unusable(problem ?? "its settings cannot be read") };
  if (definition === undefined) return { ...account, ...unusable(noProvider(provider, providers)) };
  try {
    return { ...account, ...openSettings(definition, settings) };
  } catch (error) {
    return { ...account, ...unusable(ConfigurationError.is(error) ? error.message : "its provider's package cannot work with the settings") };
  }
}

function unusable(problem: string) {
  return { adapters: [], openSettings: {}, hiddenSettings: [], problem, close: () => Promise.resolve() };
}
