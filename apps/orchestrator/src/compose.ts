import "reflect-metadata";
import { Container } from "inversify";
import type { Configuration } from "./config.ts";
import { accountModule } from "./modules/account-module.ts";
import { configurationModule } from "./modules/configuration-module.ts";
import { engineModule } from "./modules/engine-module.ts";
import { httpModule } from "./modules/http-module.ts";
import { tracingModule } from "./modules/tracing-module.ts";
import { loadProviders } from "./load-providers.ts";
import type { Orchestrator } from "./orchestrator.ts";
import { providers } from "./providers.ts";
import { tokens } from "./tokens.ts";

/**
 * Builds the service: providers, accounts out of them, the engine on its database, the HTTP server with its routes. The
 * only place that sees the container. Throws `ConfigurationError` when a setting is wrong or the data folder is in use.
 */
export async function composeOrchestrator(configuration: Configuration): Promise<Orchestrator> {
  const known = await loadProviders(providers, configuration.providerPackages);
  const container = new Container({ defaultScope: "Singleton" });
  container.load(configurationModule(configuration), accountModule(known), tracingModule, engineModule, httpModule);
  const accounts = container.get(tokens.accounts);
  try {
    return await container.getAsync(tokens.orchestrator);
  } catch (error) {
    await accounts.closeAll();
    throw error;
  }
}
