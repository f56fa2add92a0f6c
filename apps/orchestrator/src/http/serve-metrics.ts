import type { Engines } from "@todoke/engine";
import type { Configuration } from "../config.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { createServer, type HttpServer, type ServerSettings } from "./server.ts";

/**
 * Times the requests of a server, and shows the metrics on it, unless they are switched off or have a port of their own:
 * then gives the server for that port.
 */
export function serveMetrics(
  { metricsPort, ...settings }: ServerSettings & Pick<Configuration, "metricsPort">,
  { fastify }: HttpServer,
  engines: Pick<Engines, "gauges">,
  metrics: Metrics,
): HttpServer | undefined {
  if (metricsPort === "off") return undefined;
  metrics.watchProcess();
  fastify.addHook("onResponse", async ({ method, routeOptions: { url: route = "none" } }, reply) => {
    metrics.noteRequest({ method, route, status: reply.statusCode, tookMs: reply.elapsedTime });
  });
  const own = metricsPort === undefined ? undefined : createServer(settings);
  metricsRoutes(own?.fastify ?? fastify, engines, metrics);
  return own;
}
