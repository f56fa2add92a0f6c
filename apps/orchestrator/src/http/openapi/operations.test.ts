import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "@todoke/engine";
import { putEmbeddedDatabase } from "@todoke/test-databases";
import { expect, it } from "vitest";
import { Metrics } from "../../metrics/metrics.ts";
import { mountRoutes } from "../app.ts";
import { serveMetrics } from "../serve-metrics.ts";
import { createServer } from "../server.ts";
import { operations } from "./operations.ts";

it("the document describes exactly the endpoints that the server has", async () => {
  const folder = await mkdtemp(join(tmpdir(), "todoke-routes-"));
  await putEmbeddedDatabase(join(folder, "data"));
  const engine = await createEngine({ database: { kind: "embedded", folder: join(folder, "data") }, accounts: [] });
  const settings = { logLevel: "silent" };
  const server = createServer(settings);
  const { fastify } = server;
  const registered: string[] = [];
  fastify.addHook("onRoute", ({ method, url }) => {
    // Fastify answers HEAD wherever it answers GET.
    if (method !== "HEAD") registered.push(`${String(method)} ${url.replaceAll(/:(\w+)/g, "{$1}")}`);
  });
  mountRoutes(fastify, engine, [], {});
  serveMetrics(settings, server, engine, new Metrics());
  await fastify.ready();

  expect(registered.toSorted()).toEqual(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted());

  await fastify.close();
  await engine.stop();
  await rm(folder, { recursive: true });
});
