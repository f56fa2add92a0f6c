import { ContainerModule } from "inversify";
import type { Configuration } from "../config.ts";
import type { HttpServer } from "../http/server.ts";
import { tokens } from "../tokens.ts";
import { startTracing } from "../tracing/tracing.ts";

/** Traces, where they are asked for. Loading what sends them takes time, so whoever needs them is resolved asynchronously. */
export const tracingModule = new ContainerModule(({ bind }) => {
  bind(tokens.tracing).toResolvedValue(
    ({ tracing }: Configuration, { fastify }: HttpServer) => startTracing(tracing, fastify.log),
    [tokens.configuration, tokens.server],
  );
});
