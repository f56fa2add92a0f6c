import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngines } from "@todoke/engine";
import { putEmbeddedDatabase } from "@todoke/test-databases";
import { freePort } from "@todoke/test-databases/free-port";
import { describe, expect, it, vi } from "vitest";
import { Metrics } from "../metrics/metrics.ts";
import { get } from "../testing/call-service.ts";
import { startService } from "../testing/start-service.ts";
import { readMetrics } from "../testing/read-metrics.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { createServer } from "./server.ts";

async function running<Result>(environment: Record<string, string>, look: (url: string) => Promise<Result>): Promise<Result> {
  const service = await startService({ environment });
  try {
    return await look(service.url);
  } finally {
    await service.close();
  }
}

it("shows the rest while the database does not answer", async () => {
  const folder = await mkdtemp(join(tmpdir(), "todoke-metrics-"));
  await putEmbeddedDatabase(join(folder, "data"));
  const engines = await openEngines({ database: { kind: "embedded", folder: join(folder, "data") }, projects: new Map() });
  const server = createServer({ logLevel: "silent" });
  serveMetrics({ logLevel: "silent" }, server, engines, new Metrics());
  expect((await server.fastify.inject("/metrics")).body).toContain('todoke_open_deliveries{status="pending"} 0');
  await engines.stop();
  await vi.waitFor(
    async () => {
      const { statusCode, body } = await server.fastify.inject("/metrics");
      expect(statusCode).toBe(200);
      expect(body).toMatch(/^todoke_build_info\{/m);
      expect(body).not.toMatch(/^todoke_open_deliveries\{/m);
    },
    { timeout: 20_000, interval: 500 },
  );
  await server.fastify.close();
  await rm(folder, { recursive: true });
});

describe("where the metrics are", () => {
  it("is the service's own port, for each service in a process by itself", async () => {
    const answer = await running({}, async (one) => {
      await get(one, "/healthz");
      return running({}, async (other) => {
        expect((await readMetrics(other)).sum("todoke_http_request_duration_seconds_count", { route: "/healthz" })).toBe(0);
        expect((await readMetrics(one)).sum("todoke_http_request_duration_seconds_count", { route: "/healthz" })).toBe(1);
        return get(one, "/metrics");
      });
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  });

  it("is a port of its own where one is set, and that shows nothing else", async () => {
    const port = await freePort();
    await running({ METRICS_PORT: String(port) }, async (url) => {
      const own = `http://127.0.0.1:${port}`;
      expect((await get(url, "/metrics")).status).toBe(404);
      expect((await readMetrics(own)).sum("todoke_http_request_duration_seconds_count", { route: "none", status: "4xx" })).toBe(1);
      expect((await get(own, "/v1/messages")).status).toBe(404);
    });
    await expect(get(`http://127.0.0.1:${port}`, "/metrics")).rejects.toThrow();
  });

  it("is nowhere where they are off", async () => {
    await running({ METRICS_PORT: "off" }, async (url) => expect((await get(url, "/metrics")).status).toBe(404));
  });
});
