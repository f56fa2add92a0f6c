import { ContainerModule } from "inversify";
import type { Configuration } from "../config.ts";
import { tokens } from "../tokens.ts";

/** What was read before anything was built. */
export function configurationModule(configuration: Configuration): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.configuration).toConstantValue(configuration);
  });
}
