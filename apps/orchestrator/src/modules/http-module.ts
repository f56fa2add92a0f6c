import { ContainerModule } from "inversify";
import { createServer } from "../http/server.ts";
import { Metrics } from "../metrics/metrics.ts";
import { createOrchestrator } from "../orchestrator.ts";
import { tokens } from "../tokens.ts";

/** The HTTP server, the metrics, and the service with its routes on it. */
export const httpModule = new ContainerModule(({ bind }) => {
  bind(tokens.metrics).toResolvedValue(() => new Metrics());
  bind(tokens.server).toResolvedValue(createServer, [tokens.configuration]);
  bind(tokens.orchestrator).toResolvedValue(createOrchestrator, [
    tokens.configuration,
    tokens.accounts,
    tokens.engines,
    tokens.server,
    tokens.metrics,
    tokens.tracing,
  ]);
});
