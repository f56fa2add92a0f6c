import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { docsRoutes } from "./routes/docs.ts";
import { healthRoutes } from "./routes/health.ts";
import { inboundRoutes } from "./routes/inbound.ts";
import { messageRoutes } from "./routes/messages.ts";
import { openapiRoutes } from "./routes/openapi.ts";
import { planRoutes } from "./routes/plans.ts";

/** Puts every endpoint of the service on a server. */
export function mountRoutes(server: FastifyInstance, engine: Engine, publicBaseUrl: string | undefined): void {
  messageRoutes(server, engine);
  deliveryRoutes(server, engine);
  planRoutes(server, engine);
  inboundRoutes(server, engine, publicBaseUrl);
  healthRoutes(server, engine);
  openapiRoutes(server);
  docsRoutes(server);
}
