import { createEngine } from "@todoke/engine";
import { ContainerModule } from "inversify";
import type { OpenAccount } from "../accounts.ts";
import type { Configuration } from "../config.ts";
import type { HttpServer } from "../http/server.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { tokens } from "../tokens.ts";

/** The engine on its database. Opening that takes time, so whoever needs the engine is resolved asynchronously. */
export const engineModule = new ContainerModule(({ bind }) => {
  bind(tokens.engine).toResolvedValue(
    (
      { database, publicBaseUrl, defaultPlan, frequencyCaps, budgets, marketingWindow, engine, retention, metricsPort }: Configuration,
      accounts: readonly OpenAccount[],
      server: HttpServer,
      metrics: Metrics,
    ) =>
      createEngine({
        database,
        accounts,
        log: server.fastify.log,
        ...(metricsPort !== "off" && { observer: metrics.observe }),
        ...(publicBaseUrl !== undefined && { publicBaseUrl }),
        ...(defaultPlan !== undefined && { defaultPlan }),
        ...(frequencyCaps !== undefined && { frequencyCaps }),
        ...(budgets !== undefined && { budgets }),
        ...(marketingWindow !== undefined && { marketingWindow }),
        ...(engine !== undefined && { settings: engine }),
        ...(retention !== undefined && { retention }),
      }),
    [tokens.configuration, tokens.accounts, tokens.server, tokens.metrics],
  );
});
