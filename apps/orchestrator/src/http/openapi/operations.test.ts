import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngines } from "@todoke/engine";
import { putEmbeddedDatabase } from "@todoke/test-databases";
import { expect, it } from "vitest";
import { Metrics } from "../../metrics/metrics.ts";
import { mountRoutes } from "../app.ts";
import { serveMetrics } from "../serve-metrics.ts";
import { createServer } from "../server.ts";
import { operations } from "./operations.ts";
import { routePath } from "./route-path.ts";

it("the document describes exactly the endpoints that the server has", async () => {
  const folder = await mkdtemp(join(tmpdir(), "todoke-routes-"));
  await putEmbeddedDatabase(join(folder, "data"));
  const engines = await openEngines({ database: { kind: "embedded", folder: join(folder, "data") }, projects: new Map() });
  const settings = { logLevel: "silent" };
  const server = createServer(settings);
  const { fastify } = server;
  const registered: string[] = [];
  fastify.addHook("onRoute", ({ method, url }) => {
    // Fastify answers HEAD wherever it answers GET.
    if (method !== "HEAD") registered.push(`${String(method)} ${url}`);
  });
  mountRoutes(fastify, engines, { projectOf: () => Promise.resolve(undefined), directory: { providers: [] }, renew: () => Promise.resolve() }, {});
  serveMetrics(settings, server, engines, new Metrics());
  await fastify.ready();

  expect(registered.toSorted()).toEqual(operations.map(({ method, path }) => `${method.toUpperCase()} ${routePath(path)}`).toSorted());

  await fastify.close();
  await engines.stop();
  await rm(folder, { recursive: true });
});
