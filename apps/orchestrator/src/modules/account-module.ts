import type { ProviderDefinition } from "@todoke/core";
import { ContainerModule } from "inversify";
import { openAccounts } from "../accounts.ts";
import type { Configuration } from "../config.ts";
import { tokens } from "../tokens.ts";

/** The accounts of all providers in the list. */
export function accountModule(providers: readonly ProviderDefinition[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.providers).toConstantValue(providers);
    bind(tokens.accounts).toResolvedValue(
      (configuration: Configuration, definitions: readonly ProviderDefinition[]) =>
        openAccounts(configuration.accounts, definitions),
      [tokens.configuration, tokens.providers],
    );
  });
}
