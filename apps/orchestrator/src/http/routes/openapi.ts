import type { FastifyInstance } from "fastify";
import { openapiDocument } from "../openapi/openapi-document.ts";

/** Serves the contract for machines. */
export function openapiRoutes(server: FastifyInstance): void {
  const document = JSON.stringify(openapiDocument());
  server.get("/openapi.json", (_request, reply) => reply.type("application/json; charset=utf-8").send(document));
}
