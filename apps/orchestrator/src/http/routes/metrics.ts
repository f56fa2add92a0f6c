import { setTimeout as sleep } from "node:timers/promises";
import type { EngineGauges, Engines } from "@todoke/engine";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Metrics } from "../../metrics/metrics.ts";

/** Whoever scrapes waits ten seconds by default, and the rest is worth having without a database too. In milliseconds. */
const gaugePatienceMs = 5_000;

/** Shows the metrics, in the text format of Prometheus. */
export function metricsRoutes(server: FastifyInstance, engines: Pick<Engines, "gauges">, metrics: Metrics): void {
  server.get("/metrics", async (request, reply) => {
    const text = await metrics.text(await readGauges(engines, request.log));
    return reply.type(metrics.contentType).header("cache-control", "no-store").send(text);
  });
}

/** Undefined where the database gives none in time. */
async function readGauges(engines: Pick<Engines, "gauges">, log: FastifyBaseLogger): Promise<EngineGauges | undefined> {
  const patience = new AbortController();
  const tooLate = sleep(gaugePatienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
  try {
    return await Promise.race([engines.gauges(), tooLate]);
  } catch (error) {
    log.warn({ err: error }, "metrics are shown without gauges, because the database does not answer");
    return undefined;
  } finally {
    patience.abort();
  }
}
