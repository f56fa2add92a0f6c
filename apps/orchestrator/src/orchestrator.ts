import type { EngineLog, Engines } from "@todoke/engine";
import { probeAll } from "./account-probes.ts";
import type { Configuration } from "./config.ts";
import { mountRoutes } from "./http/app.ts";
import type { AskedProject, ProjectKeeping } from "./http/project-of.ts";
import type { AccountKeeping } from "./http/routes/stored-accounts.ts";
import { serveMetrics } from "./http/serve-metrics.ts";
import type { HttpServer } from "./http/server.ts";
import type { AccountDirectory } from "./stored-accounts/account-directory.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { traceRequests } from "./tracing/trace-requests.ts";
import type { PerhapsTracing } from "./tracing/tracing.ts";

/** How long requests under way may take while the service stops, in milliseconds. */
const drainMs = 10_000;

/** The service, put together. */
export interface Orchestrator {
  readonly engines: Engines;
  /** Listens and takes up work. Resolves with the address: `http://127.0.0.1:3000`. Stops everything if it cannot. */
  start(): Promise<string>;
  /** Answers what is under way, finishes calls to providers, and lets go of everything. May be called more than once. */
  stop(): Promise<void>;
}

/** Puts the service together; nothing happens before `start`. */
export function createOrchestrator(
  configuration: Configuration,
  accounts: AccountDirectory,
  engines: Engines,
  server: HttpServer,
  metrics: Metrics,
  { tracing }: PerhapsTracing,
): Orchestrator {
  const { fastify } = server;
  if (tracing !== undefined) traceRequests(fastify, tracing);
  const metricsServer = serveMetrics(configuration, server, engines, metrics);
  mountRoutes(fastify, engines, keepingOf(engines, accounts), configuration);
  const { host, port, metricsPort } = configuration;
  const probing = new AbortController();
  let stopping: Promise<void> | undefined;

  // In this order: a request that was let in still finds the engine, and a call that was begun still finds its account.
  async function stop(): Promise<void> {
    probing.abort();
    const impatience = setTimeout(() => fastify.server.closeAllConnections(), drainMs);
    await Promise.all([fastify.close(), metricsServer?.fastify.close()]);
    clearTimeout(impatience);
    await engines.stop();
    await accounts.closeAll();
    await tracing?.stop();
  }

  const stopOnce = () => (stopping ??= stop());

  async function start(): Promise<string> {
    try {
      const address = await fastify.listen({ host, port, listenTextResolver });
      if (typeof metricsPort === "number") await metricsServer?.fastify.listen({ host, port: metricsPort, listenTextResolver: metricsText });
      for (const warning of configuration.warnings) fastify.log.warn(warning);
      engines.start();
      void probeProjects(fastify.log, probing.signal);
      return address;
    } catch (error) {
      await stopOnce();
      throw error;
    }
  }

  async function probeProjects(log: EngineLog, signal: AbortSignal): Promise<void> {
    for (const projectId of accounts.projectIds) {
      const engine = await engines.of(projectId);
      if (engine !== undefined) await probeAll(accounts.of(projectId), engine.storedAccounts, log, signal);
    }
  }

  return { engines, start, stop: stopOnce };
}

/** What requests work on, and how that is renewed. */
function keepingOf(engines: Engines, accounts: AccountDirectory): AccountKeeping & ProjectKeeping {
  async function projectOf(projectId: string): Promise<AskedProject | undefined> {
    const engine = await engines.of(projectId);
    return engine && { engine, accounts: accounts.of(projectId) };
  }
  return {
    projectOf,
    directory: accounts,
    async renew(request) {
      await engines.look();
      const project = await projectOf(request.keyHolder!.projectId);
      if (project !== undefined) request.askedProject = project;
    },
  };
}

function metricsText(address: string): string {
  return `Todoke shows its metrics at ${address}/metrics`;
}

function listenTextResolver(address: string): string {
  return `Todoke listens at ${address}`;
}
