import type { ProviderDefinition } from "@todoke/core";
import type { Engines } from "@todoke/engine";
import type { ServiceIdentifier } from "inversify";
import type { Configuration } from "./config.ts";
import type { HttpServer } from "./http/server.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { PerhapsTracing } from "./tracing/tracing.ts";
import type { Orchestrator } from "./orchestrator.ts";
import type { AccountDirectory } from "./stored-accounts/account-directory.ts";

/** What the container holds, by names that carry their types. */
export const tokens = {
  configuration: token<Configuration>("Configuration"),
  providers: token<readonly ProviderDefinition[]>("ProviderDefinitions"),
  accounts: token<AccountDirectory>("AccountDirectory"),
  server: token<HttpServer>("HttpServer"),
  metrics: token<Metrics>("Metrics"),
  tracing: token<PerhapsTracing>("Tracing"),
  engines: token<Engines>("Engines"),
  orchestrator: token<Orchestrator>("Orchestrator"),
};

/** Returned from a function because a symbol assigned to a typed constant forgets its service's type. */
function token<Service>(description: string): ServiceIdentifier<Service> {
  return Symbol(description);
}
