import type { FastifyInstance } from "fastify";
import { docsPage } from "../openapi/docs-page.ts";
import { openapiDocument } from "../openapi/openapi-document.ts";

/** Serves the contract for people: one page that loads nothing else. */
export function docsRoutes(server: FastifyInstance): void {
  const page = docsPage(openapiDocument());
  server.get("/docs", (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
      .header("x-content-type-options", "nosniff")
      .send(page));
}
