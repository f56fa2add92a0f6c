import type { Engine } from "@todoke/engine";
import { probeAll } from "./account-probes.ts";
import { closeAccounts, type OpenAccount } from "./accounts.ts";
import type { Configuration } from "./config.ts";
import { mountRoutes } from "./http/app.ts";
import { serveMetrics } from "./http/serve-metrics.ts";
import type { HttpServer } from "./http/server.ts";
import type { Metrics } from "./metrics/metrics.ts";

/** How long requests under way may take while the service stops, in milliseconds. */
const drainMs = 10_000;

/** The service, put together. */
export interface Orchestrator {
  readonly engine: Engine;
  /** Listens and takes up work. Resolves with the address: `http://127.0.0.1:3000`. Stops everything if it cannot. */
  start(): Promise<string>;
  /** Answers what is under way, finishes calls to providers, and lets go of everything. May be called more than once. */
  stop(): Promise<void>;
}

/** Puts the service together; nothing happens before `start`. */
export function createOrchestrator(
  configuration: Configuration,
  accounts: readonly OpenAccount[],
  engine: Engine,
  server: HttpServer,
  metrics: Metrics,
): Orchestrator {
  const { fastify } = server;
  const metricsServer = serveMetrics(configuration, server, engine, metrics);
  mountRoutes(fastify, engine, accounts, configuration);
  const { host, port, metricsPort } = configuration;
  const probing = new AbortController();
  let stopping: Promise<void> | undefined;

  // In this order: a request that was let in still finds the engine, and a call that was begun still finds its account.
  async function stop(): Promise<void> {
    probing.abort();
    const impatience = setTimeout(() => fastify.server.closeAllConnections(), drainMs);
    await Promise.all([fastify.close(), metricsServer?.fastify.close()]);
    clearTimeout(impatience);
    await engine.stop();
    await closeAccounts(accounts);
  }

  const stopOnce = () => (stopping ??= stop());

  async function start(): Promise<string> {
    try {
      const address = await fastify.listen({ host, port, listenTextResolver });
      if (typeof metricsPort === "number") await metricsServer?.fastify.listen({ host, port: metricsPort, listenTextResolver: metricsText });
      for (const warning of configuration.warnings) fastify.log.warn(warning);
      engine.start();
      void probeAll(accounts, fastify.log, probing.signal);
      return address;
    } catch (error) {
      await stopOnce();
      throw error;
    }
  }

  return { engine, start, stop: stopOnce };
}

function metricsText(address: string): string {
  return `Todoke shows its metrics at ${address}/metrics`;
}

function listenTextResolver(address: string): string {
  return `Todoke listens at ${address}`;
}
