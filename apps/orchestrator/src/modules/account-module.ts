import type { ProviderDefinition } from "@todoke/core";
import { ContainerModule } from "inversify";
import { openAccounts } from "../accounts.ts";
import type { Configuration } from "../config.ts";
import { AccountDirectory } from "../stored-accounts/account-directory.ts";
import { tokens } from "../tokens.ts";

/** The accounts of all providers in the list: those of the configuration, and room for those that the database keeps. */
export function accountModule(providers: readonly ProviderDefinition[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.providers).toConstantValue(providers);
    bind(tokens.accounts).toResolvedValue(
      (configuration: Configuration, definitions: readonly ProviderDefinition[]) =>
        new AccountDirectory(openAccounts(configuration.accounts, definitions), definitions),
      [tokens.configuration, tokens.providers],
    );
  });
}
